import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { transferOf } from './evidence.samples.ts';
import { RecentTransfers } from './recent-transfers.ts';

const noted = (capacity: number, ...seqs: readonly number[]) => {
  const recent = new RecentTransfers(capacity);
  for (const seq of seqs) recent.note(transferOf(seq, 'a', 'b', 0.5));
  return { recent, among: (asked: readonly number[]) => recent.among(asked).map(({ seq }) => seq) };
};

describe('RecentTransfers', () => {
  test('answers the transfers of the last sequence numbers, in the order that was asked', () => {
    expect(noted(3, 1, 2, 3, 4).among([4, 1, 2, 9])).toEqual([4, 2]);
    // A gap counts: what is held follows from the numbers alone.
    expect(noted(3, 1, 2, 3, 5).among([1, 2, 3, 5])).toEqual([3, 5]);
  });

  test('takes back what matches', () => {
    const { recent, among } = noted(9, 1, 2, 3);
    recent.forget(({ seq }) => seq !== 2);
    expect(among([1, 2, 3])).toEqual([2]);
  });

  test('holds what a plain list says, whatever was noted and taken back', () => {
    const step = fc.record({ gap: fc.integer({ min: 1, max: 4 }), back: fc.option(fc.nat(5)) });
    fc.assert(
      fc.property(fc.array(step), fc.integer({ min: 1, max: 8 }), (steps, capacity) => {
        const { recent, among } = noted(capacity);
        let [seq, naive]: [number, number[]] = [0, []];
        for (const { gap, back } of steps) {
          seq += gap;
          recent.note(transferOf(seq, 'a', 'b', 0.5));
          naive = [...naive, seq].filter((each) => each > seq - capacity && each !== seq - (back ?? -1));
          recent.forget((transfer) => transfer.seq === seq - (back ?? -1));
          expect(among(Array.from({ length: seq }, (_, place) => place + 1))).toEqual(naive);
        }
      }),
    );
  });
});
