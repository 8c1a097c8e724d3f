import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceFrom, textOf, tieOf, transferOf } from './evidence.samples.ts';
import { foldEvidence, noEvidence, tieName } from './fold.ts';
import type { RingEvent } from './model.ts';

const event = (kind: RingEvent['kind'], changes: Partial<RingEvent> = {}): RingEvent => ({
  ...{ seq: 1, ordinal: 0, ringId: 'r1', kind, cause: 'FLAGGED_TRANSFER', at: 100, typology: 'RANDOM' },
  ...{ suspicion: 0.5, joined: [], left: [], otherRingId: null, transfersAdded: 0 },
  ...{ transfers: [], ties: [], retracted: [] },
  ...changes,
});

describe('foldEvidence', () => {
  const grown = (text: string, changes: Partial<RingEvent> = {}) =>
    event('GREW', { ...evidenceFrom(text), ...changes });
  const born = foldEvidence(noEvidence, grown('#3 a>b 0.5, #1 b>c 0.2, c=d 1, a=b 1'));

  it('holds transfers by sequence number and ties by kind, identifier and accounts', () => {
    expect(textOf(born)).toBe('#1 b>c 0.2, #3 a>b 0.5, a=b 1, c=d 1');
    expect(textOf(foldEvidence(born, grown('#2 a>c 0.3, b=c 1')))).toBe(
      '#1 b>c 0.2, #2 a>c 0.3, #3 a>b 0.5, a=b 1, b=c 1, c=d 1',
    );
  });

  it('lets retracted transfers go, and the ties of accounts that left, but not their transfers', () => {
    const shrank = event('SHRANK', { retracted: [3], left: ['d'] });
    expect(textOf(foldEvidence(born, shrank))).toBe('#1 b>c 0.2, a=b 1');
    expect(textOf(foldEvidence(born, event('SHRANK', { left: ['b'] })))).toBe(
      '#1 b>c 0.2, #3 a>b 0.5, c=d 1',
    );
  });

  it('replaces a tie by the newer one', () => {
    expect(textOf(foldEvidence(born, grown('a=b 2')))).toBe('#1 b>c 0.2, #3 a>b 0.5, a=b 2, c=d 1');
  });

  it('is empty when the ring merged, and keeps the transfers that were not retracted when it was closed', () => {
    expect(foldEvidence(born, event('MERGED', { left: ['a', 'b', 'c', 'd'] }))).toEqual(noEvidence);
    const closed = event('CLOSED', { left: ['a', 'b', 'c', 'd'], retracted: [1] });
    expect(textOf(foldEvidence(born, closed))).toBe('#3 a>b 0.5');
  });

  it('refuses to add or to retract a transfer twice', () => {
    expect(() => foldEvidence(born, grown('#3 a>b 0.5'))).toThrow('added to ring "r1" twice');
    expect(() => foldEvidence(born, event('SHRANK', { retracted: [2] }))).toThrow('without being in it');
  });

  it('moves a transfer that is retracted and added by one event', () => {
    expect(textOf(foldEvidence(born, grown('#3 a>b 0.9', { retracted: [3] })))).toContain('#3 a>b 0.9');
  });

  it('is the same object when nothing of it changes', () => {
    const same = foldEvidence(born, event('DORMANT'));
    expect(same.transfers).toBe(born.transfers);
    expect(same.ties).toBe(born.ties);
  });

  it('holds exactly what was added and not retracted, whatever the history, and changes no input', () => {
    const step = fc.record({ add: fc.boolean(), seq: fc.nat(9), tie: fc.nat(3), leaves: fc.nat(7) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let evidence = noEvidence;
        let seqs: number[] = [];
        let pairs: string[] = [];
        for (const { add, seq, tie, leaves } of steps) {
          const before = structuredClone(evidence);
          const isThere = seqs.includes(seq);
          const transfers = add && !isThere ? [transferOf(seq, 'x', 'y', 0.5)] : [];
          const retracted = !add && isThere ? [seq] : [];
          const ties = add ? [tieOf('z', `${tie}`, seq + 1)] : [];
          const left = add ? [] : [`${leaves}`];
          const next = foldEvidence(evidence, event('GREW', { transfers, retracted, ties, left }));
          expect(evidence).toEqual(before);
          seqs = add && !isThere ? [...seqs, seq] : seqs.filter((each) => !retracted.includes(each));
          pairs = add ? [...new Set([...pairs, `${tie}`])] : pairs.filter((each) => !left.includes(each));
          evidence = next;
          expect(evidence.transfers.map((transfer) => transfer.seq)).toEqual(seqs.sort((a, b) => a - b));
          expect(evidence.ties.map(({ accounts }) => accounts[0])).toEqual(pairs.sort());
        }
      }),
    );
  });
});

describe('tieName', () => {
  it('tells kind, identifier and accounts apart, whatever is written in them, and nothing else', () => {
    const tie = tieOf('a', 'b', 1);
    expect(tieName({ ...tie, weight: 2, at: 9, strength: 'SOFT' })).toBe(tieName(tie));
    const others = [
      { ...tie, kind: 'email' as const },
      { ...tie, identifier: 'other' },
      { ...tie, accounts: ['a', 'c'] as const },
      { ...tie, identifier: `${tie.identifier}","a`, accounts: ['b', 'c'] as const },
    ];
    expect(new Set([tie, ...others].map(tieName)).size).toBe(5);
  });
});
