import { expect, test } from 'vitest';
import { dayMs } from '../../../base/clock.ts';
import { identifierKinds } from '../../../graph/model/event.ts';
import { ringTie } from './ring-tie.ts';
import { tieReason } from './tie-reason.ts';

const tie = {
  kind: 'phone',
  identifier: '+999000001525',
  accounts: ['A/1', 'B/2'],
  at: 20_454 * dayMs,
} as const;

test('a shared identifier is told in both languages, masked', () => {
  expect(tieReason(tie, 'en')).toBe(
    'A/1 and B/2 used the same phone …1525, last on 2026-01-01: a phone receives the codes of one person.',
  );
  expect(tieReason(tie, 'pt')).toBe(
    'A/1 e B/2 usaram o mesmo telefone …1525, pela última vez em 2026-01-01: um telefone recebe os códigos de uma só pessoa.',
  );
});

test.each([
  ['123456789', '…6789'],
  ['12345678', '…678'],
  ['1234', '…4'],
  ['12', '…'],
  ['x', '…'],
  ['🙂🙂🙂', '…🙂'],
])('of %s it shows %s: never half of it', (identifier, shown) => {
  for (const kind of identifierKinds) {
    for (const language of ['en', 'pt'] as const) {
      expect(tieReason({ ...tie, kind, identifier }, language)).toContain(` ${shown}, `);
    }
  }
});

test('a tie of the session becomes evidence with account keys in ascending order', () => {
  const found = {
    a: 0,
    b: 1,
    kind: 'ip',
    identifier: '10.0.0.1',
    strength: 'SOFT',
    weight: 0.1,
    at: 5,
  } as const;
  const keys = ['z', 'a'];
  const { a: _, b: __, ...rest } = found;
  expect(ringTie(found, (account) => keys[account] ?? '')).toEqual({ ...rest, accounts: ['a', 'z'] });
});
