import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Config, parseConfig } from '../../base/config.ts';
import { transferWeight } from './evidence/suspicion.ts';
import { transferOf } from './evidence.samples.ts';
import { SuspicionGraph, type SuspiciousLink } from './suspicion-graph.ts';

const names = [...'abcdefghijkl'];
const number = (name: string) => names.indexOf(name);
const configOf = (settings: Partial<Config['rings']>) =>
  parseConfig({ rings: { linkScoreMin: 0.1, ...settings } }).rings;
/** What a transfer with a score of 0.5 weighs. */
const half = transferWeight(transferOf(1, 'a', 'b', 0.5));

/** Notes links written as `a>b 0.5 @3`, in order. */
function graphOf(text: string, settings: Partial<Config['rings']> = {}) {
  const graph = new SuspicionGraph(configOf(settings), 100);
  let newest = 0;
  for (const [place, part] of text.split(', ').entries()) {
    const [, from = '', to = '', score, at] = /^(\w)>(\w) ([\d.]+) @(\d+)$/.exec(part) ?? [];
    newest = Math.max(newest, Number(at));
    const transfer = { ...transferOf(place + 1, from, to, Number(score)), at: Number(at) };
    graph.note({ from: number(from), to: number(to), transfer }, newest);
  }
  return graph;
}

/** The group around two accounts at a time. */
function group(text: string, around: string, now: number, settings: Partial<Config['rings']> = {}) {
  return groupIn(graphOf(text, settings), around, now);
}

function groupIn(graph: SuspicionGraph, around: string, now: number, ...more: Ties) {
  const [from = '', to = ''] = around.split('>');
  const { members, links, netWeight } = graph.groupAround([number(from), number(to)], now, ...more);
  return {
    members: members.map((account) => names[account]).join(''),
    links: links.map(({ transfer }) => transfer.seq).join(' '),
    netWeight,
    size: graph.size,
  };
}
type Ties =
  Parameters<SuspicionGraph['groupAround']> extends [unknown, unknown, ...infer More] ? More : never;

describe('SuspicionGraph', () => {
  test('a group is what suspicious links connect, in either direction', () => {
    const found = group('a>b 0.5 @1, c>b 0.5 @2, c>d 0.5 @3, k>l 0.9 @3', 'a>b', 3);
    expect(found).toMatchObject({ members: 'abcd', links: '1 2 3', size: 4 });
    expect(found.netWeight).toBeCloseTo(3 * half - 3 * 0.1, 12);
  });

  test('links below linkScoreMin are not noted', () => {
    const found = group('a>b 0.5 @1, b>c 0.09 @1', 'a>b', 1);
    expect(found).toMatchObject({ members: 'ab', links: '1', size: 1 });
  });

  test('the ends are members without any link', () => {
    const apart = group('k>l 0.5 @1', 'a>b', 1);
    expect(apart).toMatchObject({ members: 'ab', links: '' });
    expect(apart.netWeight).toBeCloseTo(-0.1, 12);
  });

  test('the account with the strongest ties to the group joins first, the lower number on a tie', () => {
    expect(group('a>b 0.5 @1, b>c 0.5 @1, b>d 0.6 @1, d>e 0.7 @1, a>f 0.5 @1', 'a>b', 1).members).toBe(
      'abdecf',
    );
    // Two links of e weigh more than the one of d.
    expect(group('a>b 0.5 @1, b>d 0.6 @1, b>e 0.4 @1, a>e 0.4 @1', 'a>b', 1).members).toBe('abed');
  });

  test('every link between members counts, several between two of them as well', () => {
    const found = group('a>b 0.5 @1, a>b 0.5 @1, b>c 0.5 @1, c>a 0.5 @1', 'a>b', 1);
    expect(found).toMatchObject({ members: 'abc', links: '1 2 3 4' });
    expect(found.netWeight).toBeCloseTo(4 * half - 2 * 0.1, 12);
  });

  test('an account that costs more than it brings stays out, unless it leads to what pays for it', () => {
    const cost = { memberCost: 0.5 };
    const weak = 'a>b 0.9 @1, b>c 0.9 @1, c>d 0.2 @1';
    expect(group(weak, 'a>b', 1, cost)).toMatchObject({ members: 'abc', links: '1 2' });
    expect(group(`${weak}, d>e 0.9 @1`, 'a>b', 1, cost)).toMatchObject({
      members: 'abcde',
      links: '1 2 3 4',
    });
    expect(group(`${weak}, d>e 0.4 @1`, 'a>b', 1, cost)).toMatchObject({ members: 'abc', links: '1 2' });
  });

  test('three accounts are a group even when the third costs more than it brings', () => {
    const found = group('a>b 0.9 @1, b>c 0.2 @1, c>d 0.2 @1', 'a>b', 1, { memberCost: 0.5 });
    expect(found).toMatchObject({ members: 'abc', links: '1 2' });
  });

  test('ties lead to accounts as links do, once each', () => {
    const graph = graphOf('a>b 0.5 @1');
    const found = groupIn(graph, 'a>b', 1, [
      { a: number('c'), b: number('b'), weight: 0.7 },
      { a: number('a'), b: number('c'), weight: 0.2 },
      { a: number('k'), b: number('l'), weight: 9 },
    ]);
    expect(found).toMatchObject({ members: 'abc', links: '1' });
    expect(found.netWeight).toBeCloseTo(half + 0.9 - 2 * 0.1, 12);
  });

  test('within says who may join, and whom nothing is reached through', () => {
    const graph = graphOf('a>b 0.5 @1, b>c 0.5 @1, c>d 0.5 @1, a>e 0.5 @1');
    const found = groupIn(graph, 'a>b', 1, [], (account) => account !== number('c'));
    expect(found.members).toBe('abe');
  });

  test('links leave with the window, also behind a newer one', () => {
    const text = 'a>b 0.5 @50, b>c 0.5 @1, b>d 0.5 @60';
    expect(group(text, 'a>b', 100)).toMatchObject({ members: 'abcd', links: '1 2 3' });
    expect(group(text, 'a>b', 101)).toMatchObject({ members: 'abd', links: '1 3' });
    expect(group(`${text}, k>l 0.5 @120`, 'a>b', 120)).toMatchObject({
      members: 'abd',
      links: '1 3',
      size: 4,
    });
    expect(group(`${text}, k>l 0.5 @160`, 'a>b', 160)).toMatchObject({ members: 'ab', links: '', size: 1 });
  });

  test('linkDegreeMax follows the newest links of an account', () => {
    const text = 'a>c 0.5 @1, a>d 0.5 @2, a>e 0.5 @3';
    expect(group(text, 'a>b', 3, { linkDegreeMax: 2 }).members).toBe('abde');
  });

  test('groupMembersMax bounds the accounts', () => {
    const text = 'a>c 0.5 @1, a>d 0.5 @2, a>e 0.6 @3, e>c 0.5 @3';
    expect(group(text, 'a>b', 3, { groupMembersMax: 3 })).toMatchObject({ members: 'abe', links: '3' });
  });

  test('linksMax lets go of the link that was noted first', () => {
    const text = 'a>b 0.5 @1, b>c 0.5 @2, c>d 0.5 @3';
    expect(group(text, 'a>b', 3, { linksMax: 2 })).toMatchObject({ members: 'abcd', links: '2 3', size: 2 });
  });

  test('a link that is taken back is gone at both ends and from linksAt', () => {
    const graph = graphOf('a>b 0.5 @1, b>c 0.5 @1, b>d 0.5 @1, b>c 0.6 @2');
    graph.forget(number('c'), ({ transfer }) => transfer.seq === 2);
    expect(groupIn(graph, 'a>b', 2)).toMatchObject({ members: 'abcd', links: '1 3 4' });
    graph.forget(number('b'), ({ to }) => to === number('c'));
    expect(groupIn(graph, 'a>b', 2)).toMatchObject({ members: 'abd', links: '1 3' });
    expect([...graph.linksAt(2)].map(({ transfer }) => transfer.seq)).toEqual([1, 3]);
  });

  test('linksAt answers the links of the window in the order in which they were noted', () => {
    const graph = graphOf('a>b 0.5 @50, b>c 0.5 @1, b>d 0.5 @60');
    const seqsAt = (now: number) => [...graph.linksAt(now)].map(({ transfer }) => transfer.seq);
    expect(seqsAt(100)).toEqual([1, 2, 3]);
    expect(seqsAt(101)).toEqual([1, 3]);
    expect(seqsAt(160)).toEqual([]);
  });
});

/** Links between few accounts, by their scores. */
const someLinks = fc.array(
  fc.tuple(fc.nat(7), fc.nat(7), fc.constantFrom(0.15, 0.3, 0.5, 0.9)).filter(([from, to]) => from !== to),
  { maxLength: 24 },
);

/** The group by the words of the contract, on a plain list of links. */
function naiveGroup(
  links: readonly SuspiciousLink[],
  around: readonly [number, number],
  config: Config['rings'],
) {
  const inside = (members: readonly number[]) =>
    links.filter(({ from, to }) => members.includes(from) && members.includes(to));
  const weightOf = (members: readonly number[]) =>
    inside(members).reduce((sum, { transfer }) => sum + transferWeight(transfer), 0);
  const order = [...around];
  while (order.length < config.groupMembersMax) {
    const others = names.map((_, account) => account).filter((account) => !order.includes(account));
    const [next] = others
      .map((account) => ({ account, gain: weightOf([...order, account]) - weightOf(order) }))
      .filter(({ gain }) => gain > 1e-9)
      .sort((a, b) => (Math.abs(a.gain - b.gain) > 1e-9 ? b.gain - a.gain : a.account - b.account));
    if (next === undefined) break;
    order.push(next.account);
  }
  const beginnings = order
    .map((_, place) => order.slice(0, place + 1))
    .filter(({ length }) => length >= Math.min(3, order.length));
  const netOf = (members: readonly number[]) => weightOf(members) - config.memberCost * (members.length - 1);
  const best = beginnings.reduce((a, b) => (netOf(b) > netOf(a) + 1e-9 ? b : a));
  return { members: best, seqs: inside(best).map(({ transfer }) => transfer.seq), netWeight: netOf(best) };
}

test('a group is the best beginning of the strongest order, whatever the links', () => {
  const settings = fc.record({
    memberCost: fc.constantFrom(0, 0.1, 0.4, 1),
    groupMembersMax: fc.integer({ min: 3, max: 8 }),
  });
  fc.assert(
    fc.property(someLinks, settings, (drawn, chosen) => {
      const config = configOf(chosen);
      const graph = new SuspicionGraph(config, 100);
      const links = drawn.map(([from, to, score], place) => ({
        ...{ from, to },
        transfer: transferOf(place + 1, names[from]!, names[to]!, score),
      }));
      for (const link of links) graph.note(link, 30);
      const found = graph.groupAround([0, 1], 30);
      const naive = naiveGroup(links, [0, 1], config);
      expect(found.members).toEqual(naive.members);
      expect(found.links.map(({ transfer }) => transfer.seq)).toEqual(naive.seqs);
      expect(found.netWeight).toBeCloseTo(naive.netWeight, 9);
    }),
    { numRuns: 300 },
  );
});
