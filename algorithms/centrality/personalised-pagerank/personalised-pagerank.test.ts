import { describe, expect, test } from 'vitest';
import { graphFromText } from '../../graph-from-text.ts';
import { describeRunControl } from '../../run-control.contract.ts';
import { chainCsr } from '../../small-graphs.contract.ts';
import { pagerank } from '../pagerank/pagerank.ts';
import { personalisedPagerankOfGraph } from './personalised-pagerank.ts';

const exact = { tolerance: 1e-13, iterationsMax: 1000 };
const ranksOf = (text: string, accounts: readonly string[]): Record<string, number> => {
  const { keys, ranks } = personalisedPagerankOfGraph(graphFromText(text), accounts, exact);
  return Object.fromEntries(keys.map((key, node) => [key, ranks[node]!]));
};

describe('personalisedPagerankOfGraph', () => {
  test('by hand: what leaves the source on a chain, with its end dangling', () => {
    // a = 0.15 + 0.85 c, b = 0.85 a, c = 0.85 b (in shares of the restart, scaled to sum 1); d is out of reach.
    const { a = 0, b = 0, c = 0, d } = ranksOf('a>b b>c d>a', ['a']);
    expect(a + b + c).toBeCloseTo(1, 12);
    expect(b / a).toBeCloseTo(0.85, 10);
    expect(c / b).toBeCloseTo(0.85, 10);
    expect(d).toBe(0);
  });

  test('of several accounts is the mean of each, and a name that stands twice counts twice', () => {
    const text = 'a>b b>c c>a c>d d>b e>a e>e';
    const [fromA, fromE, both] = [ranksOf(text, ['a']), ranksOf(text, ['e']), ranksOf(text, ['a', 'e', 'a'])];
    for (const [account, rank] of Object.entries(both)) {
      expect(rank).toBeCloseTo((2 * fromA[account]! + fromE[account]!) / 3, 10);
    }
  });

  test('does not depend on the order of the graph', () => {
    const [one, other] = [ranksOf('a>b b>c c>a b>a', ['b']), ranksOf('c>a b>a b>c a>b', ['b'])];
    for (const account of 'abc') expect(one[account]).toBeCloseTo(other[account]!, 10);
  });

  test('refuses no account, and one that is not there', () => {
    expect(() => personalisedPagerankOfGraph(graphFromText('a>b'), [])).toThrow('"accounts" is empty');
    expect(() => personalisedPagerankOfGraph(graphFromText('a>b'), ['a', 'z'])).toThrow('account "z" is not');
  });
});

describeRunControl('pagerank', chainCsr(1000), (csr, control) =>
  pagerank(csr, { ...control, restart: new Float64Array(csr.nodeCount).fill(1, 0, 1) }),
);
