import { describe, expect, test } from 'vitest';
import { Random } from '../../base/random.ts';
import type { Csr } from '../../graph/csr.ts';
import { csrFromGraph } from '../csr.ts';
import { graphFromText } from '../graph-from-text.ts';
import { type BetweennessKernel, communityBetweenness } from './community-betweenness.ts';

/** Exact betweenness by counting all shortest paths of all pairs: d(s,v) + d(v,t) = d(s,t). */
const everyPair: BetweennessKernel = ({ nodeCount, offsets, targets }: Csr) => {
  const nodes = Array.from({ length: nodeCount }, (_, node) => node);
  const from = nodes.map((source) => {
    const hops = nodes.map((node) => (node === source ? 0 : Number.POSITIVE_INFINITY));
    const ways = nodes.map((node) => (node === source ? 1 : 0));
    const queue = [source];
    for (const node of queue) {
      for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge += 1) {
        const next = targets[edge]!;
        if (hops[next] === Number.POSITIVE_INFINITY) {
          hops[next] = hops[node]! + 1;
          queue.push(next);
        }
        if (hops[next] === hops[node]! + 1) ways[next]! += ways[node]!;
      }
    }
    return { hops, ways };
  });
  const scores = nodes.map((via) => {
    let score = 0;
    for (const s of nodes) {
      for (const t of nodes) {
        const { hops, ways } = from[s]!;
        if (s === t || s === via || t === via || hops[t] === Number.POSITIVE_INFINITY) continue;
        if (hops[via]! + from[via]!.hops[t]! === hops[t]!)
          score += (ways[via]! * from[via]!.ways[t]!) / ways[t]!;
      }
    }
    return score;
  });
  return { scores: Float64Array.from(scores) };
};

const random = new Random(1);

describe('betweenness inside communities', () => {
  const { csr, keys } = csrFromGraph(graphFromText('x>a a>b b>c b>d c>e d>e e>x p>q q>r r>p p>a q>c lonely'));
  const labels = Int32Array.from(keys, (key) => (key === 'lonely' ? -1 : 'pqr'.includes(key) ? 4 : 1));

  test('is that of each community alone', () => {
    const { shares, capped } = communityBetweenness(csr, labels, everyPair, { random });
    const ring = everyPair(csrFromGraph(graphFromText('x>a a>b b>c b>d c>e d>e e>x')).csr, {
      sample: { pivots: 9, random },
    });
    const of = (key: string) => shares[keys.indexOf(key)]!;
    for (const [place, key] of ['x', 'a', 'b', 'c', 'd', 'e'].entries())
      expect(of(key)).toBeCloseTo(ring.scores[place]! / 20, 12);
    expect([of('p'), of('q'), of('r'), of('lonely')]).toEqual([0.5, 0.5, 0.5, 0]);
    expect(of('b')).toBeGreaterThan(of('c'));
    expect([...capped]).toEqual(keys.map(() => 0));
  });

  test('leaves out communities that are too large, says so, and asks for no more sources than allowed', () => {
    const asked: [number, number][] = [];
    const kernel: BetweennessKernel = (part, { sample }) => {
      asked.push([part.nodeCount, sample.pivots]);
      return everyPair(part, { sample });
    };
    const { shares, capped } = communityBetweenness(csr, labels, kernel, {
      random,
      accountsMax: 5,
      pivotsMax: 3,
    });
    expect(asked).toEqual([[3, 3]]);
    expect([...capped]).toEqual(keys.map((_, node) => (labels[node] === 1 ? 1 : 0)));
    expect([...shares].filter((share) => share > 0)).toEqual([0.5, 0.5, 0.5]);
  });
});
