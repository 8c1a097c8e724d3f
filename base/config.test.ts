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
