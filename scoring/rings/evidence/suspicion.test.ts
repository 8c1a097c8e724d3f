import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RingEvidence, RingTransfer } from '../model.ts';
import { anyEvidence, drawnTransfers, ringTie, ringTransfer, withoutEach } from './evidence.arbitrary.ts';
import { recogniseShapes } from './shapes.ts';
import { connectedParts, shapeWeight, suspicionOf, transferWeight } from './suspicion.ts';

const evidenceOf = (transfers: RingTransfer[], ties: RingEvidence['ties'] = []): RingEvidence => ({
  transfers,
  ties,
});

/** The weight of one part, added up as the contract says it. */
function naiveWeight({ transfers, ties }: RingEvidence): number {
  const clarity = Math.max(0, ...recogniseShapes(transfers).map((match) => match.clarity));
  const edges = [...transfers.map(transferWeight), ...ties.map((tie) => tie.weight)];
  return edges.reduce((sum, weight) => sum + weight, shapeWeight * clarity);
}

/** The accounts that are joined with one, by spreading over the edges until nothing changes. */
function naivePart({ transfers, ties }: RingEvidence, account: string): Set<string> {
  const part = new Set([account]);
  const pairs = [...transfers.map(({ from, to }) => [from, to]), ...ties.map((tie) => tie.accounts)];
  for (let size = 0; size < part.size; ) {
    size = part.size;
    for (const pair of pairs) if (pair.some((one) => part.has(one))) for (const one of pair) part.add(one);
  }
  return part;
}

const accountsOf = ({ transfers, ties }: RingEvidence) =>
  new Set([...transfers.flatMap(({ from, to }) => [from, to]), ...ties.flatMap((tie) => tie.accounts)]);

describe('the weight of a transfer', () => {
  test('is above 0, rises with the score and stays finite', () => {
    const weights = [0, 0.1, 0.5, 0.9, 0.999, 0.9999].map((score) =>
      transferWeight(ringTransfer(1, { score })),
    );
    expect(weights[0]).toBe(0.001);
    expect(weights[2]).toBeCloseTo(0.001 + Math.LN2, 12);
    expect(weights).toEqual([...weights].sort((a, b) => a - b));
    expect(transferWeight(ringTransfer(1, { score: 1 }))).toBe(weights[5]);
  });
});

describe('suspicion', () => {
  test('is 0 without evidence, and one half at the weight for it', () => {
    expect(suspicionOf(evidenceOf([]))).toBe(0);
    expect(suspicionOf(evidenceOf([], [ringTie({ weight: 0.5 })]))).toBe(0.5);
  });

  test('is that of the heaviest part, its shape included', () => {
    const fan = drawnTransfers('a>h', 'b>h', 'c>h', 'd>h');
    const other = ringTransfer(9, { from: 'x', to: 'y' });
    expect(suspicionOf(evidenceOf([...fan, other]))).toBe(suspicionOf(evidenceOf(fan)));
    const weight = naiveWeight(evidenceOf(fan));
    expect(weight).toBeGreaterThan(4 * transferWeight(other) + 0.2);
    expect(suspicionOf(evidenceOf(fan))).toBe(weight / (weight + 0.5));
  });

  test('joins parts by ties', () => {
    const apart = drawnTransfers('a>b', 'c>d');
    const tied = evidenceOf(apart, [ringTie({ accounts: ['b', 'c'], weight: 0.001 })]);
    expect(suspicionOf(tied)).toBeGreaterThan(suspicionOf(evidenceOf(apart)));
    expect(connectedParts(tied)).toEqual([tied]);
  });

  test('the most evidence that a ring keeps does not saturate it: the lightest edge still counts', () => {
    const heavy = Array.from({ length: 499 }, (_, index) =>
      ringTransfer(index + 1, { from: `a${index % 99}`, to: 'hub', score: 1 }),
    );
    const ties = Array.from({ length: 200 }, (_, index) => ringTie({ identifier: `${index}`, weight: 9 }));
    const light = ringTransfer(500, { from: 'a1', to: 'hub', score: 0 });
    const joined = [...ties, ringTie({ accounts: ['a', 'a1'], weight: 9 })];
    expect(suspicionOf(evidenceOf([...heavy, light], joined))).toBeGreaterThan(
      suspicionOf(evidenceOf(heavy, joined)),
    );
    expect(suspicionOf(evidenceOf([...heavy, light], joined))).toBeLessThan(1);
  });
});

describe('always', () => {
  test('parts are what is connected, heaviest first, then by smallest account; nothing is lost', () => {
    fc.assert(
      fc.property(anyEvidence, (evidence) => {
        const parts = connectedParts(evidence);
        expect(parts.flatMap(({ transfers }) => transfers)).toHaveLength(evidence.transfers.length);
        expect(parts.flatMap(({ ties }) => ties)).toHaveLength(evidence.ties.length);
        const keys = parts.map((part) => [naiveWeight(part), [...accountsOf(part)].sort()[0]!] as const);
        expect(keys).toEqual([...keys].sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? -1 : 1)));
        for (const part of parts) {
          expect(naivePart(evidence, [...accountsOf(part)][0]!)).toEqual(accountsOf(part));
          expect(part.transfers).toEqual(evidence.transfers.filter((one) => part.transfers.includes(one)));
          expect(part.ties).toEqual(evidence.ties.filter((one) => part.ties.includes(one)));
        }
        const weight = Math.max(0, ...parts.map(naiveWeight));
        expect(suspicionOf(evidence)).toBe(weight / (weight + 0.5));
      }),
    );
  });

  test('the order of the input does not matter, to the last bit', () => {
    fc.assert(
      fc.property(anyEvidence, fc.infiniteStream(fc.nat()), (evidence, keys) => {
        const shuffled = <T>(given: readonly T[]): T[] =>
          given
            .map((one) => ({ one, key: keys.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ one }) => one);
        const mixed = { transfers: shuffled(evidence.transfers), ties: shuffled(evidence.ties) };
        expect(suspicionOf(mixed)).toBe(suspicionOf(evidence));
        expect(connectedParts(mixed)).toEqual(connectedParts(evidence));
      }),
    );
  });

  test('without an edge of the heaviest part it is lower, unless another is as heavy; without any other it is the same', () => {
    fc.assert(
      fc.property(anyEvidence, (evidence) => {
        const all = suspicionOf(evidence);
        const [heaviest, second] = connectedParts(evidence);
        const rival = second === undefined ? 0 : suspicionOf(second);
        for (const { edge, rest } of withoutEach(evidence)) {
          const edges: readonly unknown[] = [...(heaviest?.transfers ?? []), ...(heaviest?.ties ?? [])];
          if (edges.includes(edge) && rival < all) expect(suspicionOf(rest)).toBeLessThan(all);
          else expect(suspicionOf(rest)).toBe(all);
        }
      }),
      { numRuns: 500 },
    );
  });
});
