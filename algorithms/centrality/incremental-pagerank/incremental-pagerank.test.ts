import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../base/random.ts';
import { csrFromEdges } from '../../csr.ts';
import { pagerank } from '../pagerank/pagerank.ts';
import { IncrementalPagerank } from './incremental-pagerank.ts';

/** The graph as a plain list: what the incremental result is compared with knows nothing of rows, residuals or history. */
class PlainGraph {
  nodeCount = 0;
  readonly #weights = new Map<string, readonly [number, number, number]>();

  set(from: number, to: number, weight: number): void {
    if (weight === 0) this.#weights.delete(`${from} ${to}`);
    else this.#weights.set(`${from} ${to}`, [from, to, weight]);
  }

  get edges(): readonly (readonly [number, number, number])[] {
    return [...this.#weights.values()];
  }

  ranks(damping = 0.85): Float64Array {
    const column = (place: 0 | 1 | 2) => this.edges.map((edge) => edge[place]);
    const csr = csrFromEdges(
      this.nodeCount,
      Int32Array.from(column(0)),
      Int32Array.from(column(1)),
      Float64Array.from(column(2)),
    );
    return pagerank(csr, { damping, tolerance: 1e-12, iterationsMax: 10_000 }).ranks;
  }
}

/** Every rank is within the factor that the contract states of the exact one. */
function expectWithin(found: IncrementalPagerank, exact: Float64Array, epsilon: number): void {
  const factor = (1 + epsilon) / (1 - epsilon) + 1e-9;
  for (const [node, rank] of exact.entries()) {
    const ratio = found.rank(node) / rank;
    expect(ratio).toBeLessThan(factor);
    expect(ratio).toBeGreaterThan(1 / factor);
  }
}

const node = fc.integer({ min: 0, max: 14 });
const weight = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 5 }) },
  { weight: 1, arbitrary: fc.double({ min: 0.01, max: 100, noNaN: true }) },
);
const changes = fc.array(fc.tuple(node, node, weight), { minLength: 1, maxLength: 60 });

describe('incremental PageRank', () => {
  test('after every change and a drain is that of the graph: any edge, loop, weight, removal, new node', () => {
    fc.assert(
      fc.property(
        changes,
        fc.constantFrom(1e-9, 1e-3, 0.05),
        fc.constantFrom(0.85, 0.5),
        (stream, epsilon, damping) => {
          const ranks = new IncrementalPagerank({ epsilon, damping, stepsMax: 3 });
          const plain = new PlainGraph();
          for (const [from, to, value] of stream) {
            plain.nodeCount = Math.max(plain.nodeCount, from + 1, to + 1);
            ranks.ensureNodes(plain.nodeCount);
            ranks.setWeight(from, to, value);
            plain.set(from, to, value);
            ranks.drain();
            expect([ranks.behind, ranks.outstanding()]).toEqual([false, 0]);
            expectWithin(ranks, plain.ranks(damping), epsilon);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('without a drain, the error is below the bound of what is outstanding', () => {
    let behind = 0;
    fc.assert(
      fc.property(changes, (stream) => {
        const epsilon = 1e-3;
        const ranks = new IncrementalPagerank({ epsilon, stepsMax: 2 });
        const plain = new PlainGraph();
        plain.nodeCount = 15;
        ranks.ensureNodes(15);
        for (const [from, to, value] of stream) {
          ranks.setWeight(from, to, value);
          plain.set(from, to, value);
        }
        if (ranks.behind) behind += 1;
        const exact = plain.ranks();
        const error = exact.reduce((sum, rank, at) => sum + Math.abs(rank - ranks.rank(at)), 0);
        expect(error).toBeLessThanOrEqual(2 * epsilon + (2 * ranks.outstanding()) / (0.15 * 15) + 1e-9);
      }),
    );
    expect(behind).toBeGreaterThan(5);
  });

  test('stays exact over a long stream with hubs, expiry, and emptied nodes', () => {
    const random = new Random('long stream');
    const epsilon = 1e-6;
    const ranks = new IncrementalPagerank({ epsilon, stepsMax: 500 });
    const plain = new PlainGraph();
    const counts = new Map<string, number>();
    const held: (readonly [number, number])[] = [];
    const change = (from: number, to: number, by: number) => {
      const count = (counts.get(`${from} ${to}`) ?? 0) + by;
      counts.set(`${from} ${to}`, count);
      ranks.setWeight(from, to, count);
      plain.set(from, to, count);
    };
    for (let step = 1; step <= 40_000; step += 1) {
      plain.nodeCount = Math.min(300, 2 + Math.floor(step / 20));
      ranks.ensureNodes(plain.nodeCount);
      const end = () => random.below(random.chance(0.3) ? Math.min(3, plain.nodeCount) : plain.nodeCount);
      const pair = [end(), end()] as const;
      held.push(pair);
      change(...pair, 1);
      // The window shrinks and grows, down to nothing: every node is dangling again and again.
      const windowMax = step % 10_000 < 200 ? 0 : 1500;
      while (held.length > windowMax) change(...held.splice(random.below(held.length), 1)[0]!, -1);
      if (step % 4000 !== 0 && step % 10_000 !== 100) continue;
      ranks.drain();
      expectWithin(ranks, plain.ranks(), epsilon);
      expect(plain.ranks().reduce((sum, _rank, at) => sum + ranks.rank(at), 0)).toBeCloseTo(1, 9);
    }
  });

  test('epsilon means the same at every size', () => {
    for (const nodeCount of [50, 5000]) {
      const random = new Random(7);
      const ranks = new IncrementalPagerank({ epsilon: 0.02 });
      const plain = new PlainGraph();
      plain.nodeCount = nodeCount;
      ranks.ensureNodes(nodeCount);
      for (let edge = 0; edge < nodeCount * 4; edge += 1) {
        const [from, to] = [random.below(nodeCount), random.below(nodeCount)];
        ranks.setWeight(from, to, 1);
        plain.set(from, to, 1);
      }
      ranks.drain();
      expectWithin(ranks, plain.ranks(), 0.02);
    }
  });

  test('nodes that nothing touched, and nodes that are not there', () => {
    const ranks = new IncrementalPagerank();
    expect(ranks.rank(0)).toBe(0);
    ranks.ensureNodes(4);
    expect([0, 3, 4].map((at) => ranks.rank(at))).toEqual([0.25, 0.25, 0]);
  });

  test('a spent budget leaves the rest for the next change, and says so', () => {
    const ranks = new IncrementalPagerank({ epsilon: 1e-6, stepsMax: 1 });
    ranks.ensureNodes(50);
    for (let at = 48; at >= 0; at -= 1) ranks.setWeight(at, at + 1, 1);
    expect(ranks.behind).toBe(true);
    expect(ranks.outstanding()).toBeGreaterThan(1e-6);
    for (let again = 0; again < 3000; again += 1) ranks.setWeight(0, 1, 1);
    expect(ranks.behind).toBe(false);
  });

  test('refuses options and weights out of range', () => {
    expect(() => new IncrementalPagerank({ damping: 1 })).toThrow('damping "1"');
    expect(() => new IncrementalPagerank({ epsilon: 0 })).toThrow('epsilon "0"');
    expect(() => new IncrementalPagerank({ stepsMax: 0.5 })).toThrow('stepsMax "0.5"');
    const ranks = new IncrementalPagerank();
    ranks.ensureNodes(2);
    expect(() => ranks.setWeight(0, 1, -1)).toThrow('weight "-1"');
    expect(() => ranks.setWeight(0, 1, Number.NaN)).toThrow('weight "NaN"');
  });
});
