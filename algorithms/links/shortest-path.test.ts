import { describe, expect, test } from 'vitest';
import { linkLimits, sessionFromText } from '../../test/naive/session-from-text.ts';
import type { LinkLimits } from './limits.ts';
import { type PathKind, PathSearch } from './shortest-path.ts';

/** Paths between accounts after the events of a text: `a>d` along the money, `a-d` in either direction. */
function paths(text: string, caps: Partial<LinkLimits> = {}) {
  const { session, account } = sessionFromText(text);
  const search = new PathSearch(session, linkLimits(caps));
  return (question: string, without?: string) => {
    const kind: PathKind = question.includes('>') ? 'directed' : 'undirected';
    const [source = '', target = ''] = question.split(/[>-]/);
    const [from = '', to = ''] = without?.split('>') ?? [];
    const row = without === undefined ? -1 : session.pairs.table.find(account(from), account(to));
    return search.shortest(account(source), account(target), kind, row);
  };
}

const exact = (hops: number) => ({ hops, capped: false });
const chain = 'a>b 9 @1, b>c 9 @1, c>d 9 @1, d>e 9 @1, e>f 9 @1';

describe('PathSearch', () => {
  test.each([
    ['a>b', 1],
    ['a>c', 2],
    ['a>d', 3],
    ['a>e', 4],
    ['a>f', 0],
    ['e>a', 0],
    ['e-a', 4],
    ['f-a', 0],
    ['a>a', 0],
    ['a-a', 0],
  ])('on a chain: %s is %i', (question, hops) => {
    expect(paths(chain)(question)).toEqual(exact(hops));
  });

  test.each([1, 2, 3, 4, 5, 6])('a path of five with pathLengthMax %i', (pathLengthMax) => {
    expect(paths(chain, { pathLengthMax })('a>f')).toEqual(exact(pathLengthMax >= 5 ? 5 : 0));
  });

  test('the shorter of two', () => {
    const path = paths(`${chain}, a>x 9 @1, x>e 9 @1`);
    expect([path('a>e'), path('a>f'), path('x-d')]).toEqual([exact(2), exact(3), exact(2)]);
  });

  test('one pair can be left out, the opposite one is another', () => {
    const path = paths('a>b 9 @1, b>a 9 @1, a>c 9 @1, c>b 9 @1, d>e 9 @1');
    expect(path('a>b', 'a>b')).toEqual(exact(2));
    expect(path('b>a', 'a>b')).toEqual(exact(1));
    expect(path('a-b', 'a>b')).toEqual(exact(1));
    expect([path('d>e', 'd>e'), path('d-e', 'd>e'), path('e-d', 'd>e')]).toEqual([
      exact(0),
      exact(0),
      exact(0),
    ]);
  });

  test('pairs that left the window or were reversed are no path', () => {
    expect(paths('a>b 9 @1, b>c 9 @2, x>y 9 @169')('a>c')).toEqual(exact(0));
    expect(paths('a>b 9 @1, b>c 9 @2, undo 2 @3')('a>b')).toEqual(exact(1));
    expect(paths('a>b 9 @1, b>c 9 @2, undo 2 @3')('a>c')).toEqual(exact(0));
  });

  test('one search after another sees nothing of the former', () => {
    const path = paths(chain);
    for (let round = 0; round < 3; round += 1) {
      expect([path('a>e'), path('e>a'), path('a-e'), path('b>d')].map(({ hops }) => hops)).toEqual([
        4, 0, 4, 2,
      ]);
    }
  });

  const customersOf = (hub: string) => Array.from({ length: 500 }, (_, n) => `${hub}${n}>${hub} 9 @1`);

  test('goes on from the end with fewer pairs, so that a hub costs nothing', () => {
    const text = [...customersOf('hub'), 'a>hub3 9 @1', 'hub>z 9 @1'].join(', ');
    const path = paths(text, { stepsMax: 8 });
    expect(['a>hub', 'a>z', 'z>a', 'hub9-a'].map((question) => path(question))).toEqual([
      exact(2),
      exact(3),
      exact(0),
      exact(3),
    ]);
  });

  test('stepsMax ends the search between two hubs and says so', () => {
    const text = ['far>hub 9 @1', ...customersOf('hub'), ...customersOf('far')].join(', ');
    expect(paths(text, { stepsMax: 500 })('hub9-far9')).toEqual({ hops: 0, capped: true });
    expect(paths(text, { stepsMax: 503 })('hub9-far9')).toEqual(exact(3));
  });

  test('stepsMax is exact', () => {
    expect(paths(chain, { stepsMax: 3 })('a>e')).toEqual({ hops: 0, capped: true });
    expect(paths(chain, { stepsMax: 4 })('a>e')).toEqual(exact(4));
  });
});
