import { expect, test } from 'vitest';
import type { LabelEvent } from '../graph/model/event.ts';
import type { StoredAccount } from '../graph/store.ts';
import { NewestLabels } from './compare-label.ts';

const label = (
  account: string,
  verdict: LabelEvent['verdict'],
  at: number,
  terms: Pick<LabelEvent, 'until' | 'pattern'> = {},
): LabelEvent => ({
  kind: 'label',
  id: `${account} ${at}`,
  at,
  seenAt: at,
  account: { account, bank: 'x' },
  verdict,
  ...terms,
});

const none = { label: null, labelledAt: null, labelUntil: null, labelPattern: null };
const stored = (changes: Partial<StoredAccount>) => ({ ...none, ...changes }) as StoredAccount;

test('the last label in sequence order is what the graph must have', () => {
  const labels = new NewestLabels();
  labels.add(label('a', 'fraud', 9));
  labels.add(label('b', 'fraud', 5));
  labels.add(label('a', 'legitimate', 3));
  expect(labels.accounts()).toEqual(['x/a', 'x/b']);
  expect(labels.difference('x/a', stored({ label: 'legitimate', labelledAt: 3 }))).toBeNull();
  expect(labels.difference('x/a', stored({ label: 'fraud', labelledAt: 9 }))).toBe(
    'its newest label is "legitimate" of 3, the graph has "fraud" of 9',
  );
  expect(labels.difference('x/b', stored({ label: 'fraud', labelledAt: 6 }))).toContain('"fraud" of 6');
  expect(labels.difference('x/b', stored({ label: null, labelledAt: null }))).toContain('the graph has none');
  expect(labels.difference('x/b', undefined)).toContain('not in the graph');
});

test('the end and the pattern of the newest label are compared too, and a later label takes them away', () => {
  const labels = new NewestLabels();
  labels.add(label('a', 'legitimate', 3, { until: 8, pattern: 'payroll' }));
  const account = { label: 'legitimate', labelledAt: 3 } as const;
  expect(labels.difference('x/a', stored({ ...account, labelUntil: 8, labelPattern: 'payroll' }))).toBeNull();
  expect(labels.difference('x/a', stored({ ...account, labelPattern: 'payroll' }))).toBe(
    'its newest label is "legitimate" of 3 until 8 for payroll, the graph has "legitimate" of 3 for payroll',
  );
  labels.add(label('a', 'legitimate', 4));
  expect(labels.difference('x/a', stored({ ...account, labelledAt: 4 }))).toBeNull();
});
