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
])('an event is decoded as it was encoded: $kind', (event) => {
  expect(decodeEvent(event.id, encodeEvent(event))).toEqual(event);
});

test('absent fields at the end take no space', () => {
  expect(encodeEvent(log('l', 'a'))).toBe('["l",1700000000300,1700000000400,"a",null,null,"payee-added"]');
});

test.each(['', '{}', '["z",1,2]', 'no json'])('what is no event is refused: %s', (body) => {
  expect(() => decodeEvent('e', body)).toThrow(expect.objectContaining({ code: 'GRAPH_STORE_CORRUPT' }));
});
