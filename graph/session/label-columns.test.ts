import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { LabelColumns, type NotedLabel } from './label-columns.ts';

/** A label that says nothing but what and when. */
const plain = (verdict: NotedLabel['verdict'], at: number): NotedLabel => ({ id: `v${at}`, verdict, at });

const label = fc.record({
  account: fc.nat(4),
  fraud: fc.boolean(),
  at: fc.nat(12),
});

it('says at every moment what a plain list of labels says', () => {
  fc.assert(
    fc.property(fc.array(label, { maxLength: 40 }), (labels) => {
      const columns = new LabelColumns(1000);
      labels.forEach(({ account, fraud, at }, place) => {
        columns.add(account, plain(fraud ? 'fraud' : 'legitimate', at), place + 1);
      });
      expect(columns.size).toBe(labels.length);
      expect(columns.fraudRows).toBe(labels.filter(({ fraud }) => fraud).length);
      for (let account = 0; account < 6; account += 1) {
        const own = labels.filter((one) => one.account === account);
        const newest = labels.findLastIndex((one) => one.account === account);
        expect(columns.newest(account)).toBe(newest);
        for (let asOf = -1; asOf <= 13; asOf += 1) {
          const known = own.filter(({ at }) => at <= asOf).at(-1);
          const standing = own.findLast((one) => one.at <= asOf);
          expect(columns.standing(account, asOf)).toBe(
            standing === undefined ? -1 : labels.indexOf(standing),
          );
          const since = known?.fraud === true ? known.at : Number.NEGATIVE_INFINITY;
          expect(columns.fraudSince(account, asOf)).toBe(since);
        }
      }
    }),
  );
});

it('sums up to the accounts whose newest label is fraud, after each label', () => {
  fc.assert(
    fc.property(fc.array(label, { maxLength: 40 }), (labels) => {
      const columns = new LabelColumns(1000);
      const newest = new Map<number, boolean>();
      let fraudulent = 0;
      labels.forEach(({ account, fraud, at }, row) => {
        columns.add(account, plain(fraud ? 'fraud' : 'legitimate', at), row + 1);
        newest.set(account, fraud);
        fraudulent += columns.change[row]!;
        expect(fraudulent).toBe([...newest.values()].filter((is) => is).length);
        expect(columns.newestAt[row]).toBe(Math.max(...labels.slice(0, row + 1).map((one) => one.at)));
        expect([columns.account[row], columns.at[row], columns.seq[row]]).toEqual([account, at, row + 1]);
      });
    }),
  );
});

test('of an account that was labelled again and again the 64 newest labels count', () => {
  const columns = new LabelColumns(1000);
  for (let at = 1; at <= 100; at += 1) columns.add(0, plain('fraud', at), at);
  expect(columns.fraudSince(0, 37)).toBe(37);
  expect(columns.fraudSince(0, 36)).toBe(Number.NEGATIVE_INFINITY);
});

test('past the limit it refuses and names the key', () => {
  const columns = new LabelColumns(64);
  for (let seq = 1; seq <= 64; seq += 1) columns.add(seq, plain('fraud', 1), seq);
  expect(() => columns.add(1, plain('legitimate', 2), 65)).toThrow(
    expect.objectContaining({
      code: 'SESSION_TOO_LARGE',
      message: expect.stringContaining('session.labelsMax'),
    }),
  );
});

test('a limit below its first capacity holds too', () => {
  const columns = new LabelColumns(2);
  columns.add(0, plain('fraud', 1), 1);
  columns.add(0, plain('fraud', 1), 2);
  expect(() => columns.add(0, plain('fraud', 1), 3)).toThrow(
    expect.objectContaining({ code: 'SESSION_TOO_LARGE' }),
  );
});

test('what a label says of its end and its pattern is remembered, past every growth', () => {
  const columns = new LabelColumns(1000);
  columns.add(0, { ...plain('legitimate', 1), until: 9, pattern: 'settlement' }, 1);
  for (let seq = 2; seq <= 200; seq += 1) columns.add(seq, plain('legitimate', seq), seq);
  expect([columns.until[0], columns.pattern(0), columns.idOf(0)]).toEqual([9, 'settlement', 'v1']);
  expect([columns.until[199], columns.pattern(199), columns.idOf(199)]).toEqual([0, null, 'v200']);
});
