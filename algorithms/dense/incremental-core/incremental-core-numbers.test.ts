import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../base/random.ts';
import { IncrementalCoreNumbers } from './incremental-core-numbers.ts';

type Adjacency = readonly ReadonlySet<number>[];

/** By the definition: for k = 1, 2, ... take away nodes of fewer than k neighbours until none is left to take. */
function naiveCores(adjacency: Adjacency): number[] {
  const cores = adjacency.map(() => 0);
  for (let k = 1; ; k += 1) {
    const inside = new Set(adjacency.keys());
    for (let removed = true; removed; ) {
      removed = false;
      for (const node of inside) {
        if ([...adjacency[node]!].filter((other) => inside.has(other)).length >= k) continue;
        inside.delete(node);
        removed = true;
      }
    }
    if (inside.size === 0) return cores;
    for (const node of inside) cores[node] = k;
  }
}

class Pair {
  readonly adjacency: Set<number>[];
  readonly cores: IncrementalCoreNumbers;

  constructor(nodeCount: number, limits = {}) {
    this.adjacency = Array.from({ length: nodeCount }, () => new Set());
    this.cores = new IncrementalCoreNumbers(limits);
    this.cores.ensureNodes(nodeCount);
  }

  set(node: number, other: number, present: boolean): void {
    this.cores.setEdge(node, other, present);
    this.wish(node, other, present);
  }

  wish(node: number, other: number, present: boolean): void {
    for (const [from, to] of [
      [node, other],
      [other, node],
    ] as const) {
      if (present) this.adjacency[from]!.add(to);
      else this.adjacency[from]!.delete(to);
    }
  }

  found(): number[] {
    return this.adjacency.map((_, node) => this.cores.core(node));
  }
}

const node = fc.integer({ min: 0, max: 11 });
const changes = fc.array(fc.tuple(node, node, fc.integer({ min: 0, max: 4 })), {
  minLength: 1,
  maxLength: 120,
});

describe('incremental core numbers', () => {
  test('after every insertion and removal are those of the graph', () => {
    fc.assert(
      fc.property(changes, (stream) => {
        const pair = new Pair(12);
        for (const [from, to, kind] of stream) {
          if (from === to) continue;
          pair.set(from, to, kind > 0);
          expect(pair.found()).toEqual(naiveCores(pair.adjacency));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('stay so over a long stream of a window with dense groups', () => {
    const random = new Random('cores');
    const pair = new Pair(150);
    const held: [number, number][] = [];
    let highest = 0;
    for (let step = 1; step <= 12_000; step += 1) {
      const width = random.chance(0.4) ? 12 : 150;
      const edge: [number, number] = [random.below(width), random.below(width)];
      if (edge[0] !== edge[1] && !pair.adjacency[edge[0]]!.has(edge[1])) {
        held.push(edge);
        pair.set(...edge, true);
      }
      while (held.length > 300 + 200 * Math.sin(step / 900))
        pair.set(...held.splice(random.below(held.length), 1)[0]!, false);
      if (step % 40 !== 0) continue;
      const expected = naiveCores(pair.adjacency);
      highest = Math.max(highest, ...expected);
      expect(pair.found()).toEqual(expected);
    }
    expect(highest).toBeGreaterThan(7);
  });

  test('with few steps are those of the graph without the deferred changes, and of the graph once settled', () => {
    let deferred = 0;
    fc.assert(
      fc.property(changes, fc.integer({ min: 1, max: 4 }), (stream, stepsMax) => {
        const pair = new Pair(12, { stepsMax });
        const wished = new Pair(12);
        const waiting = new Set<string>();
        for (const [from, to, kind] of stream) {
          if (from === to) continue;
          const key = `${Math.min(from, to)} ${Math.max(from, to)}`;
          pair.cores.setEdge(from, to, kind > 0);
          wished.wish(from, to, kind > 0);
          // How many wait says whether this one does.
          waiting.delete(key);
          const isDeferred = pair.cores.deferred > waiting.size;
          if (isDeferred) waiting.add(key);
          else pair.wish(from, to, kind > 0);
          deferred += isDeferred ? 1 : 0;
          expect(pair.cores.deferred).toBe(waiting.size);
          expect(pair.found()).toEqual(naiveCores(pair.adjacency));
        }
        pair.cores.settle();
        expect(pair.cores.deferred).toBe(0);
        expect(pair.found()).toEqual(naiveCores(wished.adjacency));
      }),
      { numRuns: 300 },
    );
    expect(deferred).toBeGreaterThan(10);
  });

  test('settle by themselves when as many changes wait as may', () => {
    const pair = new Pair(30, { stepsMax: 1, deferredMax: 5 });
    let highest = 0;
    for (let from = 0; from < 30; from += 1) {
      for (let to = 0; to < from; to += 1) {
        pair.set(from, to, true);
        highest = Math.max(highest, pair.cores.deferred);
      }
    }
    expect(highest).toBe(4);
    pair.cores.settle();
    expect(pair.found()).toEqual(new Array(30).fill(29));
  });

  test('of nodes that are not there, and limits out of range', () => {
    expect(new IncrementalCoreNumbers().core(3)).toBe(0);
    expect(() => new IncrementalCoreNumbers({ stepsMax: 0 })).toThrow('stepsMax "0"');
    expect(() => new IncrementalCoreNumbers({ deferredMax: 0.5 })).toThrow('deferredMax "0.5"');
  });
});
