import { expect, test } from 'vitest';
import { authentication, label, log, reversal, transfer } from '../contract/sample-events.contract.ts';
import { decodeEvent, encodeEvent } from './event-body.ts';

test.each([
  transfer('t', 'a', 'b'),
  transfer('t', 'a', 'b', { channel: '', address: 'last' }),
  reversal('r', 't'),
  authentication('x', 'a', { outcome: 'failure' }),
  log('l', 'a', { device: 'first' }),
  label('v', 'a', 'fraud'),
  label('v', 'a', 'legitimate', { account: { account: 'a', bank: 'x' }, source: 'last' }),
  label('v', 'a', 'legitimate', { pattern: 'payroll' }),
  label('v', 'a', 'legitimate', { until: 1_800_000_000_000 }),
  label('v', 'a', 'legitimate', { source: 's', until: 1_800_000_000_000, pattern: 'settlement' }),
])('an event is decoded as it was encoded: $kind', (event) => {
  expect(decodeEvent(event.id, encodeEvent(event))).toEqual(event);
});

test('absent fields at the end take no space', () => {
  expect(encodeEvent(log('l', 'a'))).toBe('["l",1700000000300,1700000000400,"a",null,null,"payee-added"]');
});

test('a label that was stored before labels had terms has none', () => {
  const stored = '["v",1700000000700,1700000000800,"a",null,null,"legitimate",null,"chargeback"]';
  expect(decodeEvent('v', stored)).toEqual(label('v', 'a', 'legitimate', { source: 'chargeback' }));
  expect(encodeEvent(decodeEvent('v', stored))).toBe(stored);
});

test.each(['', '{}', '["z",1,2]', 'no json'])('what is no event is refused: %s', (body) => {
  expect(() => decodeEvent('e', body)).toThrow(expect.objectContaining({ code: 'GRAPH_STORE_CORRUPT' }));
});
