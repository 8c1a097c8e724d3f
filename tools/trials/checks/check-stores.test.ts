import { expect, test } from 'vitest';
import type { StoredEvent } from '../views/graph-view.ts';
import { checkGraph } from './check-stores.ts';
import { Findings } from './findings.ts';

const expected = {
  transfers: new Set(['t1', 't2']),
  others: new Set(['undo']),
  reversed: new Set(['t1']),
};

const transfer = (id: string, seq: number, isReversed = false): StoredEvent => ({
  id,
  seq,
  isTransfer: true,
  isReversed,
});
const other = (id: string, seq: number): StoredEvent => ({ ...transfer(id, seq), isTransfer: false });
const whole = [transfer('t2', 2), transfer('t1', 1, true), other('undo', 3)];

function checked(events: readonly StoredEvent[]) {
  const findings = new Findings();
  checkGraph(events, expected, findings);
  const { lost, doubled, problems } = findings;
  return { lost, doubled, problems };
}

test('a graph with everything once, in any order, has no problem', () => {
  expect(checked(whole)).toEqual({ lost: 0, doubled: 0, problems: [] });
});

test.each<[what: string, events: readonly StoredEvent[], lost: number, doubled: number, problem: string]>([
  ['a missing transfer', [transfer('t1', 1, true), other('undo', 2)], 1, 0, '"t2" is missing'],
  ['a transfer that is there twice', [...whole, transfer('t2', 4)], 0, 1, '"t2" is there 2 times'],
  ['a stranger', [...whole, transfer('bad-7', 4)], 0, 0, '"bad-7" should not be there'],
  ['a gap', [transfer('t2', 2), transfer('t1', 1, true), other('undo', 4)], 0, 0, 'number 4 where 3'],
  [
    'a repeated number',
    [transfer('t2', 2), transfer('t1', 1, true), other('undo', 2)],
    0,
    0,
    'number 2 where 3',
  ],
  [
    'a mark that should not be',
    [transfer('t2', 2, true), ...whole.slice(1)],
    0,
    0,
    'reversedAt: "t2" should not',
  ],
])('%s is found', (_, events, lost, doubled, problem) => {
  const found = checked(events);
  expect(found).toMatchObject({ lost, doubled });
  expect(found.problems.join('\n')).toContain(problem);
});

test('many problems are counted, the first ones told in words', () => {
  const findings = new Findings();
  for (let nth = 1; nth <= 50; nth += 1) findings.add(`problem ${nth}`);
  expect(findings.problems).toHaveLength(21);
  expect(findings.problems.at(-1)).toBe('and 30 more');
});
