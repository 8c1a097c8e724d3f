import { expect, test } from 'vitest';
import { bytesOf, outgoingMessage } from './outgoing-message.ts';

const base64 = (bytes: number) => Buffer.alloc(bytes, 'x').toString('base64');

function letter(parts: { key?: string | null; headers?: [string, string][]; raw?: string }) {
  const payload = {
    source: 'kafka:c/transactions/0',
    position: 7,
    code: 'FIELD_INVALID',
    message: 'field "amount" is 0',
    raw: base64(10),
    key: base64(3),
    headers: [],
    ...parts,
  };
  return outgoingMessage(
    { topic: 'dead-letters', id: 1, key: 'k', payload: JSON.stringify(payload) },
    'ledger',
    1_048_576,
  );
}

test('a dead letter keeps its key and its headers', () => {
  const { key, headers } = letter({ headers: [['trace', base64(5)]] });
  expect(key?.toString()).toBe('xxx');
  expect(headers).toMatchObject({ 'anel-error-code': 'FIELD_INVALID', trace: [Buffer.from('xxxxx')] });
});

test.each([
  ['headers', { headers: [['big', base64(64_300)]] as [string, string][] }, { 'anel-headers-left-out': '1' }],
  ['a key', { key: base64(100_000) }, { 'anel-headers-left-out': '0' }],
])('one with too much of %s still fits into its topic', (_name, parts, expected) => {
  const message = letter({ ...parts, raw: base64(1_048_576) });
  expect(message.headers).toMatchObject(expected);
  expect(bytesOf(message)).toBeLessThan(1_048_576 + 40_000);
});
