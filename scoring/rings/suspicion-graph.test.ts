import { describe, expect, test } from 'vitest';
import { type Config, parseConfig } from '../../base/config.ts';
import { SuspicionGraph } from './suspicion-graph.ts';

const names = [...'abcdefghijkl'];
const number = (name: string) => names.indexOf(name);

/** Notes links written as `a>b 0.5 @3`, in order, and answers the group around two accounts at a time. */
function group(text: string, around: string, now: number, settings: Partial<Config['rings']> = {}) {
  const graph = new SuspicionGraph(parseConfig({ rings: { linkScoreMin: 0.1, ...settings } }).rings, 100);
  let newest = 0;
  for (const [place, part] of text.split(', ').entries()) {
    const [, from = '', to = '', score, at] = /^(\w)>(\w) ([\d.]+) @(\d+)$/.exec(part) ?? [];
    newest = Math.max(newest, Number(at));
    graph.note(
      { seq: place + 1, at: Number(at), from: number(from), to: number(to), score: Number(score) },
      newest,
    );
  }
  const [from = '', to = ''] = around.split('>');
  const { members, links, suspicion } = graph.groupAround(number(from), number(to), now);
  return {
    members: members.map((account) => names[account]).join(''),
    links: links.length,
    suspicion,
    size: graph.size,
  };
}

describe('SuspicionGraph', () => {
  test('a group is what suspicious links connect, in either direction', () => {
    const found = group('a>b 0.5 @1, c>b 0.5 @2, c>d 0.5 @3, k>l 0.9 @3', 'a>b', 3);
    expect(found).toEqual({ members: 'abcd', links: 3, suspicion: 0.875, size: 4 });
  });

  test('links below linkScoreMin and of an account with itself are not noted', () => {
    const found = group('a>b 0.5 @1, b>c 0.09 @1, b>b 0.9 @1', 'a>b', 1);
    expect(found).toEqual({ members: 'ab', links: 1, suspicion: 0.5, size: 1 });
  });

  test('the ends are members without any link', () => {
    expect(group('k>l 0.5 @1', 'a>b', 1)).toMatchObject({ members: 'ab', links: 0, suspicion: 0 });
    expect(group('k>l 0.5 @1', 'a>a', 1)).toMatchObject({ members: 'a' });
  });

  test('links leave with the window, also behind a newer one', () => {
    const text = 'a>b 0.5 @50, b>c 0.5 @1, b>d 0.5 @60';
    expect(group(text, 'a>b', 100)).toMatchObject({ members: 'abdc', links: 3 });
    expect(group(text, 'a>b', 101)).toMatchObject({ members: 'abd', links: 2 });
    expect(group(`${text}, k>l 0.5 @120`, 'a>b', 120)).toMatchObject({ members: 'abd', links: 2, size: 4 });
    expect(group(`${text}, k>l 0.5 @160`, 'a>b', 160)).toMatchObject({ members: 'ab', links: 0, size: 1 });
  });

  test('linkHopsMax bounds the steps from either end', () => {
    const text = 'a>b 0.5 @1, b>c 0.5 @1, c>d 0.5 @1, d>e 0.5 @1, e>f 0.5 @1';
    expect(group(text, 'a>b', 1, { linkHopsMax: 1 })).toMatchObject({ members: 'abc', links: 2 });
    expect(group(text, 'a>b', 1, { linkHopsMax: 3 })).toMatchObject({ members: 'abcde', links: 4 });
  });

  test('linkDegreeMax follows the newest links of an account', () => {
    const text = 'a>c 0.5 @1, a>d 0.5 @2, a>e 0.5 @3';
    expect(group(text, 'a>b', 3, { linkDegreeMax: 2 }).members).toBe('abed');
  });

  test('membersMax bounds the accounts', () => {
    const text = 'a>c 0.5 @1, a>d 0.5 @2, a>e 0.5 @3, e>c 0.5 @3';
    expect(group(text, 'a>b', 3, { membersMax: 3 })).toMatchObject({ members: 'abe', links: 1 });
  });

  test('linksMax lets go of the link that was noted first', () => {
    const text = 'a>b 0.5 @1, b>c 0.5 @2, c>d 0.5 @3';
    expect(group(text, 'a>b', 3, { linksMax: 2 })).toMatchObject({ members: 'abcd', links: 2, size: 2 });
  });
});
