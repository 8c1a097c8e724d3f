import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RingEvidence } from '../model.ts';
import { anyEvidence, drawnTransfers, ringTie, ringTransfer, withoutEach } from './evidence.arbitrary.ts';
import { type Contribution, contributionsOf, minimalEvidence } from './minimal-evidence.ts';
import { clearestShape } from './shapes.ts';
import { connectedParts, endsOf, suspicionOf } from './suspicion.ts';

const seqsOf = ({ transfers }: RingEvidence): number[] => transfers.map(({ seq }) => seq);
const minimalSeqs = (...lines: string[]): number[] =>
  seqsOf(minimalEvidence({ transfers: drawnTransfers(...lines), ties: [] }));
const accountsOf = (evidence: RingEvidence | undefined) =>
  [...new Set([...(evidence?.transfers ?? []), ...(evidence?.ties ?? [])].flatMap(endsOf))].sort();

describe('minimal evidence', () => {
  test('of a cycle is one lap', () => {
    expect(minimalSeqs('a>b', 'b>c', 'c>a', 'a>b 40', 'b>c 40', 'c>a 35')).toEqual([1, 2, 3]);
  });

  test('of a scatter-gather is one transfer in and one out of each in between', () => {
    expect(minimalSeqs('s>a', 's>b', 's>a', 's>c', 'a>t', 'b>t', 'c>t', 'c>t')).toEqual([1, 2, 4, 5, 6, 7]);
  });

  test('of a fan is one transfer for each counterparty, the heaviest one', () => {
    const [light, heavy] = [ringTransfer(1, { score: 0.1 }), ringTransfer(2, { score: 0.9 })];
    const other = ringTransfer(3, { from: 'c' });
    expect(seqsOf(minimalEvidence({ transfers: [light, heavy, other], ties: [] }))).toEqual([2, 3]);
  });

  test('joins the accounts that the shape does not reach, by what weighs most', () => {
    const transfers = drawnTransfers('a>b', 'b>c', 'c>a', 'c>d', 'a>d');
    const tie = ringTie({ accounts: ['a', 'd'], weight: 5 });
    expect(minimalEvidence({ transfers, ties: [tie] })).toEqual({
      transfers: transfers.slice(0, 3),
      ties: [tie],
    });
    expect(minimalEvidence({ transfers, ties: [] }).transfers).toEqual(transfers.slice(0, 4));
  });

  test('leaves lighter parts out', () => {
    expect(minimalSeqs('a>b', 'x>h', 'y>h', 'z>h')).toEqual([2, 3, 4]);
  });

  test('of nothing is nothing', () => {
    expect(minimalEvidence({ transfers: [], ties: [] })).toEqual({ transfers: [], ties: [] });
  });

  test('always has every account of the heaviest part, shows its shape as clearly, and no edge can be missed', () => {
    fc.assert(
      fc.property(anyEvidence, (evidence) => {
        const heaviest = connectedParts(evidence)[0];
        const minimal = minimalEvidence(evidence);
        expect(minimalEvidence(minimal)).toEqual(minimal);
        expect(accountsOf(minimal)).toEqual(accountsOf(heaviest));
        expect(clearestShape(minimal.transfers)?.clarity ?? 0).toBe(
          clearestShape(heaviest?.transfers ?? [])?.clarity ?? 0,
        );
        expect(evidence.transfers).toEqual(expect.arrayContaining([...minimal.transfers]));
        expect(evidence.ties).toEqual(expect.arrayContaining([...minimal.ties]));
        const all = suspicionOf(minimal);
        for (const { rest } of withoutEach(minimal)) expect(suspicionOf(rest)).toBeLessThan(all);
      }),
      { numRuns: 500 },
    );
  });

  test('always is the same, whatever the order of the evidence', () => {
    fc.assert(
      fc.property(anyEvidence, ({ transfers, ties }) => {
        const reversed = { transfers: [...transfers].reverse(), ties: [...ties].reverse() };
        expect(minimalEvidence(reversed)).toEqual(minimalEvidence({ transfers, ties }));
        expect(contributionsOf(reversed)).toEqual(contributionsOf({ transfers, ties }));
      }),
    );
  });
});

describe('contributions', () => {
  const dropOf = (contributions: readonly Contribution[], seq: number): number | undefined =>
    contributions.find(({ edge }) => edge.kind === 'TRANSFER' && edge.transfer.seq === seq)?.drop;

  test('an edge of the shape matters more than one beside it, and one elsewhere nothing', () => {
    const transfers = drawnTransfers('a>b', 'b>c', 'c>a', 'a>b 10', 'x>y');
    const contributions = contributionsOf({ transfers, ties: [] });
    expect(dropOf(contributions, 1)).toBeGreaterThan(dropOf(contributions, 4) ?? 0);
    expect(dropOf(contributions, 4)).toBeGreaterThan(0);
    expect(dropOf(contributions, 5)).toBe(0);
  });

  test('where two parts are just as heavy, shares go by weight', () => {
    const contributions = contributionsOf({ transfers: drawnTransfers('a>b', 'c>d'), ties: [] });
    expect(contributions.map(({ drop, share }) => [drop, share])).toEqual([
      [0, 0.5],
      [0, 0.5],
    ]);
  });

  test('of nothing are none', () => {
    expect(contributionsOf({ transfers: [], ties: [] })).toEqual([]);
  });

  test('are always what a naive recomputation says, largest first, and their shares add up to 1', () => {
    fc.assert(
      fc.property(anyEvidence, (evidence) => {
        const all = suspicionOf(evidence);
        const naive = new Map<unknown, number>(
          withoutEach(evidence).map(({ edge, rest }) => [edge, all - suspicionOf(rest)]),
        );
        const contributions = contributionsOf(evidence);
        expect(contributions).toHaveLength(naive.size);
        const drops = [...naive.values()].reduce((sum, drop) => sum + drop, 0);
        for (const { edge, drop, share } of contributions) {
          expect(drop).toBe(naive.get(edge.kind === 'TIE' ? edge.tie : edge.transfer));
          if (drops > 0) expect(share).toBeCloseTo(drop / drops, 12);
        }
        const order = contributions.map(({ drop }) => drop);
        expect(order).toEqual([...order].sort((a, b) => b - a));
        const shares = contributions.reduce((sum, { share }) => sum + share, 0);
        if (contributions.length > 0) expect(shares).toBeCloseTo(1, 9);
      }),
      { numRuns: 500 },
    );
  });
});
