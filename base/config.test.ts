import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';

test('the defaults agree with each other', () => {
  expect(parseConfig({}).ingest.batchMax).toBe(512);
});

test.each([
  [{ ingest: { batchMax: 1001 } }, 'ingest.batchMax', 1001, 'graph.batchMax', 1000],
  [{ ledger: { batchMax: 511 } }, 'ingest.batchMax', 512, 'ledger.batchMax', 511],
  [{ session: { replayPage: 10_001 } }, 'session.replayPage', 10_001, 'graph.readMax', 10_000],
  [{ ledger: { readMax: 4999 } }, 'session.replayPage', 5000, 'ledger.readMax', 4999],
  [
    { kafka: { outboxPageMax: 101 }, session: { replayPage: 100 }, ledger: { readMax: 100 } },
    'kafka.outboxPageMax',
    101,
    'ledger.readMax',
    100,
  ],
])('%j is refused, and both keys are named', (settings, key, value, boundKey, bound) => {
  expect(() => parseConfig(settings)).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: `configuration key "${key}" is ${value}: expected at most "${boundKey}", which is ${bound}; lower the first or raise the second`,
    }),
  );
});

test('a limit may equal its bound', () => {
  expect(parseConfig({ ingest: { batchMax: 1000 } }).ingest.batchMax).toBe(1000);
});

test.each([2000, 2001])('a lease of 2000 ms that is renewed every %i ms is refused', (leaseRenewEveryMs) => {
  expect(() => parseConfig({ ledger: { leaseMs: 2000, leaseRenewEveryMs } })).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: `configuration key "ledger.leaseRenewEveryMs" is ${leaseRenewEveryMs}: expected less than "ledger.leaseMs", which is 2000; lower the first or raise the second`,
    }),
  );
});

test('a lease may be renewed just before it ends', () => {
  expect(parseConfig({ ledger: { leaseMs: 2000, leaseRenewEveryMs: 1999 } }).ledger.leaseMs).toBe(2000);
});
