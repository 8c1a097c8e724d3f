import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RingTransfer, type Typology, typologies } from '../model.ts';
import { anyTransfers, drawnTransfers, ringTransfer } from './evidence.arbitrary.ts';
import { clarityOf, recogniseShapes, type ShapeMatch } from './shapes.ts';

const matchOf = (typology: Typology, transfers: RingTransfer[]): ShapeMatch | undefined =>
  recogniseShapes(transfers).find((match) => match.typology === typology);

/** The smallest drawing of each shape that is the best match of its own, and its accounts, source first. */
const drawings: Record<Typology, { lines: string[]; accounts: string }> = {
  FAN_OUT: { lines: ['h>a', 'h>b', 'h>c'], accounts: 'habc' },
  FAN_IN: { lines: ['a>h', 'b>h', 'c>h'], accounts: 'abch' },
  GATHER_SCATTER: {
    lines: ['a>h', 'b>h', 'c>h', 'h>d 90', 'h>e 90', 'h>f 90'],
    accounts: 'abchdef',
  },
  SCATTER_GATHER: {
    lines: ['s>a 100', 's>b 200', 's>c 300', 'b>t 190', 'a>t 95', 'c>t 290'],
    accounts: 'sabct',
  },
  CYCLE: { lines: ['a>b 100', 'b>c 95', 'c>d 92', 'd>a 90'], accounts: 'abcd' },
  RANDOM: { lines: ['a>b 100', 'b>a 95'], accounts: 'ab' },
  BIPARTITE: { lines: ['a>x', 'a>y', 'a>z', 'b>x', 'b>y', 'b>z'], accounts: 'abxyz' },
  STACK: {
    lines: ['a>m 100', 'a>n 120', 'b>m 130', 'b>n 90', 'm>x 70', 'm>y 150', 'n>x 60', 'n>y 140'],
    accounts: 'abmnxy',
  },
  CHAIN: { lines: ['a>b 100', 'b>c 97', 'c>d 95', 'd>e 90'], accounts: 'abcde' },
  BUST_OUT: {
    lines: ['a>p', 'b>p', 'c>q', 'd>q', 'e>p', 'p>o 150', 'q>o 100'],
    accounts: 'abecdpqo',
  },
};

describe.each(typologies)('%s', (typology) => {
  const { lines, accounts } = drawings[typology];

  test('is the best match of its drawing, and all of it', () => {
    const [best] = recogniseShapes(drawnTransfers(...lines));
    expect(best).toMatchObject({ typology, accounts: [...accounts] });
    expect(best?.transfers).toEqual(lines.map((_, index) => index + 1));
    expect(best?.confidence).toBe(best?.clarity);
  });

  test('explains the smaller a share, the more else there is', () => {
    const noise = drawnTransfers(...lines, 'n1>n2 7', 'n3>n4 7', 'n5>n6 7');
    const alone = matchOf(typology, drawnTransfers(...lines));
    const match = matchOf(typology, noise);
    expect(match?.clarity).toBe(alone?.clarity);
    if (typology === 'RANDOM') expect(match?.transfers).toHaveLength(noise.length);
    else expect(match?.confidence).toBeCloseTo(((alone?.clarity ?? 0) * lines.length) / noise.length, 12);
  });
});

describe('time', () => {
  test.each(['SCATTER_GATHER', 'CYCLE', 'CHAIN', 'GATHER_SCATTER', 'STACK', 'BUST_OUT'] as const)(
    'money does not leave before it came: no %s backwards',
    (typology) => {
      const backwards = drawnTransfers(...drawings[typology].lines).map((transfer) => ({
        ...transfer,
        at: -transfer.at,
      }));
      expect(matchOf(typology, backwards)).toBeUndefined();
    },
  );

  test('a minute is within the tolerance, more is not', () => {
    const chain = (minute: number) => drawnTransfers('a>b @8', 'b>c @10', `c>d @${minute}`);
    expect(matchOf('CHAIN', chain(9))).toBeDefined();
    expect(matchOf('CHAIN', chain(8))).toBeUndefined();
    const cycle = (minute: number) => drawnTransfers('a>b @8', 'b>c @10', `c>a @${minute}`);
    expect(matchOf('CYCLE', cycle(9))).toBeDefined();
    expect(matchOf('CYCLE', drawnTransfers('a>b @20', 'b>c @10', 'c>a @0'))).toBeUndefined();
  });
});

describe('amounts', () => {
  test('an account that keeps a fifth does not pass on', () => {
    expect(matchOf('CHAIN', drawnTransfers('a>b 100', 'b>c 80', 'c>d 64'))).toBeUndefined();
    expect(matchOf('CHAIN', drawnTransfers('a>b 100', 'b>c 85', 'c>d 89'))).toBeDefined();
    expect(matchOf('CHAIN', drawnTransfers('a>b 100', 'b>c 106', 'c>d 106'))).toBeUndefined();
  });

  test('the more of the money comes home, the clearer is a cycle; one that grows is none', () => {
    const home = (cents: number) => matchOf('CYCLE', drawnTransfers('a>b 100', 'b>c 100', `c>a ${cents}`));
    expect(home(100)?.clarity).toBe(1);
    expect(home(50)?.clarity).toBeCloseTo(0.8, 12);
    expect(home(19)).toBeUndefined();
    expect(home(106)).toBeUndefined();
  });

  test('a hub scatters no more than it gathered', () => {
    const scattered = (cents: number) =>
      matchOf(
        'GATHER_SCATTER',
        drawnTransfers('a>h', 'b>h', 'c>h', `h>d ${cents}`, `h>e ${cents}`, `h>f ${cents}`),
      )?.clarity;
    expect(scattered(90)).toBeCloseTo(2 / 3, 12);
    expect(scattered(150)).toBe(0.5);
    expect(scattered(300)).toBeUndefined();
  });

  test('a bust-out needs an organiser who gets a good part', () => {
    const spent = ['a>p', 'b>p', 'c>p', 'd>p'];
    expect(matchOf('BUST_OUT', drawnTransfers(...spent, 'p>o 200'))).toBeDefined();
    expect(matchOf('BUST_OUT', drawnTransfers(...spent, 'p>o 20'))).toBeUndefined();
  });
});

test('coming straight back is neither a cycle nor a chain, and does not make a hub', () => {
  const back = drawnTransfers('a>b', 'b>a', 'a>b', 'b>a', 'b>c', 'c>b');
  expect(recogniseShapes(back).map(({ typology }) => typology)).not.toContain('CYCLE');
  expect(recogniseShapes(back).map(({ typology }) => typology)).not.toContain('CHAIN');
  expect(recogniseShapes(back).map(({ typology }) => typology)).not.toContain('GATHER_SCATTER');
});

test('a cycle takes in further laps and parallel parts', () => {
  const laps = drawnTransfers('a>b', 'b>c', 'c>a', 'a>b 300', 'b>c 290', 'c>a 280', 'b>c 10');
  expect(matchOf('CYCLE', laps)?.transfers).toHaveLength(7);
});

test('a bust-out takes in the second payee of the same spenders', () => {
  const both = drawnTransfers('a>p', 'b>p', 'c>p', 'a>q', 'b>q', 'c>q', 'p>o 150', 'q>o 150');
  expect(matchOf('BUST_OUT', both)?.transfers).toHaveLength(8);
});

test('nothing is recognised in nothing; a single transfer is RANDOM, and not clear', () => {
  expect(recogniseShapes([])).toEqual([]);
  expect(recogniseShapes(drawnTransfers('a>b'))).toEqual([
    { typology: 'RANDOM', clarity: 0, confidence: 0, transfers: [1], accounts: ['a', 'b'] },
  ]);
});

describe('always', () => {
  test('the order of the input does not matter', () => {
    fc.assert(
      fc.property(anyTransfers, fc.infiniteStream(fc.nat()), (transfers, keys) => {
        const shuffled = transfers.map((transfer) => ({ transfer, key: keys.next().value as number }));
        shuffled.sort((a, b) => a.key - b.key);
        const given = shuffled.map(({ transfer }) => transfer);
        expect(recogniseShapes(given)).toEqual(recogniseShapes(transfers));
      }),
    );
  });

  test('best first, RANDOM among them, numbers from 0 to 1, and what is named is in the evidence', () => {
    fc.assert(
      fc.property(anyTransfers, (transfers) => {
        const matches = recogniseShapes(transfers);
        const rank = ({ confidence, typology }: ShapeMatch) => [-confidence, typologies.indexOf(typology)];
        const ranks = matches.map(rank);
        expect(ranks).toEqual([...ranks].sort(([a, b], [c, d]) => a! - c! || b! - d!));
        expect(matches.some(({ typology }) => typology === 'RANDOM')).toBe(transfers.length > 0);
        for (const { clarity, confidence, transfers: seqs, accounts } of matches) {
          expect(clarity).toBeGreaterThanOrEqual(confidence);
          expect(clarity).toBeLessThanOrEqual(1);
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
          expect(accounts).toEqual([...new Set(accounts)]);
          const named = transfers.filter(({ seq }) => seqs.includes(seq));
          expect(named).toHaveLength(seqs.length);
          expect([...accounts].sort()).toEqual(
            [...new Set(named.flatMap((one) => [one.from, one.to]))].sort(),
          );
        }
      }),
    );
  });

  test('no clarity falls when a transfer is added', () => {
    fc.assert(
      fc.property(anyTransfers, fc.nat(), (transfers, nth) => {
        const fewer = transfers.filter((_, index) => index !== nth % Math.max(1, transfers.length));
        for (const typology of typologies) {
          expect(clarityOf(typology, transfers)).toBeGreaterThanOrEqual(clarityOf(typology, fewer));
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('a shape is as clear in its own transfers alone', () => {
    fc.assert(
      fc.property(anyTransfers, (transfers) => {
        for (const { typology, clarity, transfers: seqs } of recogniseShapes(transfers)) {
          const own = transfers.filter(({ seq }) => seqs.includes(seq));
          expect(clarityOf(typology, own)).toBe(clarity);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

test('the most evidence that a ring keeps is no matter of seconds, however dense', () => {
  for (const accounts of [4, 23, 100]) {
    const dense = Array.from({ length: 500 }, (_, index) => {
      const from = (index * 7919) % accounts;
      const to = (from + 1 + ((index * 104_729) % (accounts - 1))) % accounts;
      return ringTransfer(index + 1, { from: `a${from}`, to: `a${to}`, referenceCents: 100 + (index % 13) });
    });
    const start = performance.now();
    expect(recogniseShapes(dense).length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(1000);
  }
});
