import { expect, test } from 'vitest';
import type { GraphEvent } from '../../graph/model/event.ts';
import { FirstRecords } from './first-records.ts';

const event = (kind: GraphEvent['kind'], id: string) => ({ kind, id }) as GraphEvent;

test('a transfer is a repeat when its number is not above all before it', () => {
  const firsts = new FirstRecords();
  const numbers = [1, 2, 2, 1, 5, 3, 6];
  const answers = numbers.map((seq) => firsts.isFirst(event('transfer', `t${seq}`), seq));
  expect(answers).toEqual([true, true, false, false, true, false, true]);
});

test('any other event is a repeat when its id was there, whatever the transfers between', () => {
  const firsts = new FirstRecords();
  expect(firsts.isFirst(event('reversal', 'r'), null)).toBe(true);
  expect(firsts.isFirst(event('transfer', 't'), 1)).toBe(true);
  expect(firsts.isFirst(event('log', 'l'), null)).toBe(true);
  expect(firsts.isFirst(event('reversal', 'r'), null)).toBe(false);
  expect(firsts.isFirst(event('log', 'l'), null)).toBe(false);
});
