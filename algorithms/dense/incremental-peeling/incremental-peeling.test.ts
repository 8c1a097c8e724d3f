import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../base/random.ts';
import { IncrementalPeeling } from './incremental-peeling.ts';

type Weights = Map<string, number>;

interface Peeled {
  readonly weights: readonly number[];
  readonly members: readonly number[];
  readonly density: number;
}

/** Peeling from scratch by the definition, each step a search over all that is left. */
function naivePeeling(nodeCount: number, edges: Weights): Peeled {
  const ties = Array.from({ length: nodeCount }, () => new Map<number, number>());
  for (const [key, weight] of edges) {
    const [node = 0, other = 0] = key.split(' ').map(Number);
    ties[node]!.set(other, weight);
    ties[other]!.set(node, weight);
  }
  const left = new Map<number, number>();
  for (const [node, row] of ties.entries()) if (row.size > 0) left.set(node, sum(row.values()));
  const weights = new Array<number>(nodeCount).fill(0);
  let best: { members: number[]; density: number } = { members: [], density: 0 };
  while (left.size > 0) {
    const density = sum(left.values()) / 2 / left.size;
    if (density > best.density) best = { members: [...left.keys()], density };
    const [first, weight] = [...left].reduce((one, two) =>
      two[1] < one[1] || (two[1] === one[1] && two[0] < one[0]) ? two : one,
    );
    weights[first] = weight;
    left.delete(first);
    for (const [other, tie] of ties[first]!) if (left.has(other)) left.set(other, left.get(other)! - tie);
  }
  return { weights, ...best };
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

class Peelings {
  readonly edges: Weights = new Map();
  readonly peeling: IncrementalPeeling;
  readonly #nodeCount: number;

  constructor(nodeCount: number, limits = {}) {
    this.#nodeCount = nodeCount;
    this.peeling = new IncrementalPeeling(limits);
    this.peeling.ensureNodes(nodeCount);
  }

  set(node: number, other: number, weight: number): void {
    this.peeling.setWeight(node, other, weight);
    this.wish(node, other, weight);
  }

  wish(node: number, other: number, weight: number): void {
    const key = `${Math.min(node, other)} ${Math.max(node, other)}`;
    if (weight > 0) this.edges.set(key, weight);
    else this.edges.delete(key);
  }

  found(): Peeled {
    const { peeling } = this;
    const nodes = Array.from({ length: this.#nodeCount }, (_, node) => node);
    const members = nodes.filter((node) => peeling.isMember(node));
    expect([...peeling.members(this.#nodeCount)].sort((one, two) => one - two)).toEqual(members);
    expect(peeling.size).toBe(members.length);
    return {
      weights: nodes.map((node) => peeling.peelingWeight(node)),
      members,
      density: peeling.density,
    };
  }

  naive(): Peeled {
    return naivePeeling(this.#nodeCount, this.edges);
  }
}

const node = fc.integer({ min: 0, max: 9 });
const changes = fc.array(fc.tuple(node, node, fc.integer({ min: 0, max: 4 })), {
  minLength: 1,
  maxLength: 90,
});

describe('incremental peeling', () => {
  test('after every insertion is peeling from scratch', () => {
    fc.assert(
      fc.property(changes, (stream) => {
        const pair = new Peelings(10);
        for (const [one, two, weight] of stream) {
          const key = `${Math.min(one, two)} ${Math.max(one, two)}`;
          if (one === two || weight === 0) continue;
          pair.set(one, two, (pair.edges.get(key) ?? 0) + weight);
          expect(pair.found()).toEqual(pair.naive());
        }
      }),
      { numRuns: 300 },
    );
  });

  test('after every change of a weight and every removal is peeling from scratch', () => {
    fc.assert(
      fc.property(changes, (stream) => {
        const pair = new Peelings(10);
        for (const [one, two, weight] of stream) {
          if (one === two) continue;
          pair.set(one, two, weight);
          expect(pair.found()).toEqual(pair.naive());
        }
      }),
      { numRuns: 500 },
    );
  });

  test('stays so over a long stream of a window, with dense groups, hubs and many blocks', () => {
    const random = new Random('peeling');
    const nodeCount = 700;
    const pair = new Peelings(nodeCount, { stepsMax: 1_000_000 });
    const held: [number, number][] = [];
    for (let step = 1; step <= 9000; step += 1) {
      const width = random.pick([12, 100, nodeCount, nodeCount]);
      const edge: [number, number] = [random.below(random.chance(0.2) ? 2 : width), random.below(width)];
      if (edge[0] !== edge[1]) {
        held.push(edge);
        pair.set(...edge, 1 + random.below(9));
      }
      while (held.length > 900 + 800 * Math.sin(step / 1400))
        pair.set(...held.splice(random.below(held.length), 1)[0]!, 0);
      if (step % 450 === 0) expect(pair.found()).toEqual(pair.naive());
    }
    expect(pair.peeling.deferred).toBe(0);
  });

  test('with few steps is that of the graph without the deferred changes, and of the graph once settled', () => {
    let deferred = 0;
    fc.assert(
      fc.property(changes, fc.integer({ min: 1, max: 60 }), (stream, stepsMax) => {
        const pair = new Peelings(10, { stepsMax });
        const wished = new Peelings(10);
        const waiting = new Set<string>();
        for (const [one, two, weight] of stream) {
          if (one === two) continue;
          const key = `${Math.min(one, two)} ${Math.max(one, two)}`;
          pair.peeling.setWeight(one, two, weight);
          wished.wish(one, two, weight);
          // How many wait says whether this one does.
          waiting.delete(key);
          const isDeferred = pair.peeling.deferred > waiting.size;
          if (isDeferred) waiting.add(key);
          else pair.wish(one, two, weight);
          deferred += isDeferred ? 1 : 0;
          expect(pair.peeling.deferred).toBe(waiting.size);
          expect(pair.found()).toEqual(pair.naive());
        }
        pair.peeling.settle();
        expect(pair.peeling.deferred).toBe(0);
        expect(pair.found()).toEqual(wished.naive());
      }),
      { numRuns: 300 },
    );
    expect(deferred).toBeGreaterThan(10);
  });

  test('settles by itself when as many changes wait as may, and lists no more members than asked for', () => {
    const pair = new Peelings(20, { stepsMax: 1, deferredMax: 7 });
    for (let one = 0; one < 20; one += 1) for (let two = 0; two < one; two += 1) pair.set(one, two, 3);
    expect(pair.peeling.deferred).toBeLessThan(7);
    pair.peeling.settle();
    expect(pair.found()).toEqual(pair.naive());
    expect([pair.peeling.members(6), pair.peeling.size, pair.peeling.density]).toEqual([
      [19, 18, 17, 16, 15, 14],
      20,
      28.5,
    ]);
  });

  test('of nothing', () => {
    const peeling = new IncrementalPeeling();
    expect([
      peeling.density,
      peeling.size,
      peeling.members(5),
      peeling.isMember(3),
      peeling.peelingWeight(3),
    ]).toEqual([0, 0, [], false, 0]);
    peeling.ensureNodes(4);
    expect([peeling.isMember(3), peeling.peelingWeight(3)]).toEqual([false, 0]);
    expect(() => new IncrementalPeeling({ stepsMax: -1 })).toThrow('stepsMax "-1"');
  });
});
