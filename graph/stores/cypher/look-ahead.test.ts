import { expect, test } from 'vitest';
import { transfer } from '../contract/sample-events.contract.ts';
import { LookAhead } from './look-ahead.ts';

const stored = (seq: number, id: string) => ({ seq, event: transfer(id, 'a', 'b') });
const found = async (ahead: LookAhead, look: ReturnType<LookAhead['begin']>, lastSeq: number) => {
  const known = await ahead.settle(look, lastSeq);
  return known === null ? null : [...known.keys()].sort();
};
const nothing = async () => new Map();

test('what was written since the look began is added to what it found', async () => {
  const ahead = new LookAhead();
  ahead.committed([stored(1, 't1')]);
  const look = ahead.begin(async () => new Map([['t1', stored(1, 't1')]]));
  ahead.committed([stored(2, 't2'), stored(3, 't3')]);
  expect(await found(ahead, look, 3)).toEqual(['t1', 't2', 't3']);
});

test('a look tells nothing when somebody else has written, before or after it', async () => {
  const ahead = new LookAhead();
  ahead.committed([stored(1, 't1')]);
  const before = ahead.begin(nothing);
  expect(await found(ahead, before, 7)).toBeNull();
  ahead.committed([stored(8, 't8')]);
  expect(await found(ahead, before, 8)).toBeNull();
  expect(await found(ahead, ahead.begin(nothing), 8)).toEqual([]);
});

test('a look that is older than what is remembered tells nothing', async () => {
  const ahead = new LookAhead();
  ahead.committed([stored(1, 't1')]);
  const look = ahead.begin(nothing);
  for (let seq = 2; seq <= 12; seq += 1) ahead.committed([stored(seq, `t${seq}`)]);
  expect(await found(ahead, look, 12)).toBeNull();
});

test('a look that failed rejects where it is used', async () => {
  const ahead = new LookAhead();
  ahead.committed([stored(1, 't1')]);
  const look = ahead.begin(() => Promise.reject(new Error('away')));
  await expect(ahead.settle(look, 1)).rejects.toThrow('away');
});
