import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { dayMs } from '../../../base/clock.ts';
import { type Config, parseConfig } from '../../../base/config.ts';
import { type IdentifierKind, identifierKinds } from '../../../graph/model/event.ts';
import { IdentifierIndex } from '../../../graph/session/identifier-index.ts';
import { EntityResolution, type IdentifierTie } from './entity-resolution.ts';
import { kindStrengths } from './kind-strength.ts';

type Settings = Partial<Config['entities']>;

interface Use {
  readonly account: number;
  readonly kind: IdentifierKind;
  readonly id: string;
  readonly at: number;
}

const configOf = (settings: Settings) => parseConfig({ entities: settings }).entities;

function resolve(uses: readonly Use[], settings: Settings = {}): EntityResolution {
  const identifiers = new IdentifierIndex(10_000);
  for (const { account, kind, id, at } of uses) identifiers.link(account, kind, id, at);
  return new EntityResolution({ identifiers }, configOf(settings));
}

/** Accounts 0 .. count - 1 that use one identifier. */
const all = (count: number, kind: IdentifierKind, id: string, at = 0): Use[] =>
  Array.from({ length: count }, (_, account) => ({ account, kind, id, at }));

const brief = (ties: readonly IdentifierTie[]) =>
  ties.map(({ a, b, kind, identifier, strength, weight, at }) => [
    a,
    b,
    kind,
    identifier,
    strength,
    weight,
    at,
  ]);

const { weights, halfLifeMs, hardAccountsMax, softAccountsMax } = configOf({});

describe('the ties of an account', () => {
  it('has none while it shares nothing', () => {
    const one = resolve([
      { account: 0, kind: 'card', id: 'c', at: 1 },
      { account: 1, kind: 'phone', id: 'c', at: 1 },
    ]);
    expect([one.tiesOf(0, 9), one.tiesOf(1, 9), one.tiesOf(7, 9)]).toEqual([[], [], []]);
    expect(one.entityOf(7, 9)).toEqual([7]);
  });

  it('of two mules with one phone is hard, and stays it', () => {
    const mules = resolve([...all(2, 'phone', '+351 1', 5)]);
    const tie = [0, 1, 'phone', '+351 1', 'HARD', weights.phone, 5];
    expect(brief(mules.tiesOf(1, 5))).toEqual([tie]);
    expect(brief(mules.tiesOf(0, 1000 * dayMs))).toEqual([tie]);
    expect(mules.entityOf(1, 5)).toEqual([0, 1]);
  });

  it('of a family with one device is soft and small, and joins nobody', () => {
    const family = resolve(all(4, 'device', 'tablet'));
    const ties = family.tiesOf(2, 0);
    expect(ties.map(({ a, b }) => [a, b])).toEqual([
      [2, 3],
      [1, 2],
      [0, 2],
    ]);
    expect(new Set(ties.map(({ strength }) => strength))).toEqual(new Set(['SOFT']));
    const sum = ties.reduce((total, { weight }) => total + weight, 0);
    expect(sum).toBeCloseTo(weights.device, 12);
    expect(family.entityOf(2, 0)).toEqual([2]);
  });

  it("of a call centre's IP address and of a company's phone are none", () => {
    const ip = (count: number) => resolve(all(count, 'ip', '10.0.0.1')).tiesOf(0, 0);
    expect([ip(softAccountsMax).length, ip(softAccountsMax + 1).length, ip(500).length]).toEqual([
      softAccountsMax - 1,
      0,
      0,
    ]);
    const phone = (count: number) => resolve(all(count, 'phone', '+351 1'));
    expect(phone(hardAccountsMax).entityOf(0, 0).length).toBe(hardAccountsMax);
    expect(phone(hardAccountsMax + 1).tiesOf(0, 0)).toEqual([]);
    expect(phone(hardAccountsMax + 1).entityOf(0, 0)).toEqual([0]);
  });

  test.each(['device', 'ip', 'address'] as const)(
    'of a shared %s fade by half in its half-life, since both used it',
    (kind) => {
      const uses = [...all(2, kind, 'x'), { account: 1, kind, id: 'x', at: 300 * dayMs }];
      const ties = (at: number) => resolve(uses).tiesOf(0, at);
      expect(ties(0)[0]).toMatchObject({ weight: weights[kind], at: 0 });
      expect(ties(halfLifeMs[kind])[0]?.weight).toBe(weights[kind] / 2);
      expect(ties(300 * dayMs)[0]).toMatchObject({
        weight: weights[kind] * 2 ** ((-300 * dayMs) / halfLifeMs[kind]),
        at: 300 * dayMs,
      });
    },
  );

  it('do not know of later uses, whatever came first', () => {
    const uses: Use[] = [
      { account: 1, kind: 'card', id: 'c', at: 9 },
      { account: 0, kind: 'card', id: 'c', at: 3 },
      { account: 2, kind: 'card', id: 'c', at: 3 },
    ];
    expect(brief(resolve(uses).tiesOf(0, 8))).toEqual([[0, 2, 'card', 'c', 'HARD', weights.card, 3]]);
    expect(resolve(uses).tiesOf(0, 9)).toHaveLength(2);
    expect(resolve(uses).tiesOf(1, 8)).toEqual([]);
  });

  it('of a kind that weighs nothing are none', () => {
    expect(resolve(all(2, 'ip', 'x'), { weights: { ...weights, ip: 0 } }).tiesOf(0, 0)).toEqual([]);
  });

  it('are bounded, hard ones first, identifiers that were taken up last first', () => {
    const many = [...all(3, 'device', 'd'), ...all(2, 'card', 'old', 1), ...all(2, 'card', 'new', 2)];
    const told = (settings: Settings) =>
      resolve(many, settings)
        .tiesOf(0, 9)
        .map(({ identifier }) => identifier);
    expect(told({})).toEqual(['new', 'old', 'd', 'd']);
    expect(told({ tiesMax: 3 })).toEqual(['new', 'old', 'd']);
    expect(told({ identifiersMax: 1 })).toEqual(['new', 'd', 'd']);
  });
});

describe('the ties around a transfer', () => {
  it('name each identifier of both persons once, around the sender first', () => {
    const uses = [
      ...all(3, 'phone', 'p'),
      { account: 1, kind: 'card', id: 'c', at: 0 },
      { account: 4, kind: 'card', id: 'c', at: 0 },
    ] as const;
    const ties = resolve(uses).tiesAround(0, 1, 0);
    expect(ties.map(({ a, b, kind }) => `${a}-${b} ${kind}`)).toEqual(['0-2 phone', '0-1 phone', '1-4 card']);
    expect(
      resolve(uses)
        .tiesAround(2, 2, 0)
        .map(({ a, b, kind }) => `${a}-${b} ${kind}`),
    ).toEqual(['1-2 phone', '0-2 phone', '1-4 card']);
  });
});

describe('an entity', () => {
  it('joins accounts across hard identifiers, at most accountsMax', () => {
    const chain: Use[] = Array.from({ length: 9 }, (_, nth) =>
      [nth, nth + 1].map((account) => ({
        account,
        kind: nth % 2 === 0 ? ('card' as const) : ('email' as const),
        id: `${nth}`,
        at: nth,
      })),
    ).flat();
    expect(resolve(chain).entityOf(4, 99)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(resolve(chain).entityOf(4, 4)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(resolve(chain, { accountsMax: 3 }).entityOf(4, 99)).toEqual([3, 4, 5]);
  });
});

const uses = fc.array(
  fc.record<Use>({
    account: fc.nat(9),
    kind: fc.constantFrom(...identifierKinds),
    id: fc.constantFrom('x', 'y', 'z', 'w'),
    at: fc.nat(20),
  }),
  { maxLength: 80 },
);
const tight: Settings = {
  hardAccountsMax: 3,
  softAccountsMax: 5,
  tiesMax: 10_000,
  halfLifeMs: { device: 4, ip: 2, address: 8 },
};

/** Every pair of accounts with every identifier that both used by then, straight from the uses. */
function naiveTies(list: readonly Use[], at: number): IdentifierTie[] {
  const config = configOf(tight);
  const known = list.filter((use) => use.at <= at);
  const ties: IdentifierTie[] = [];
  for (const kind of identifierKinds) {
    const { strength } = kindStrengths[kind];
    for (const identifier of new Set(known.filter((use) => use.kind === kind).map(({ id }) => id))) {
      const users = known.filter((use) => use.kind === kind && use.id === identifier);
      const accounts = [...new Set(users.map(({ account }) => account))];
      if (accounts.length > (strength === 'HARD' ? config.hardAccountsMax : config.softAccountsMax)) continue;
      const last = (account: number) => {
        const times = list
          .filter((use) => use.account === account && use.kind === kind && use.id === identifier)
          .map((use) => use.at);
        return Math.min(at, Math.max(...times));
      };
      for (const a of accounts) {
        for (const b of accounts.filter((other) => other > a)) {
          const age = at - Math.min(last(a), last(b));
          const halfLife =
            kind === 'device' || kind === 'ip' || kind === 'address' ? config.halfLifeMs[kind] : null;
          const faded = halfLife === null ? 1 : 2 ** (-age / halfLife) / (accounts.length - 1);
          ties.push({
            a,
            b,
            kind,
            identifier,
            strength,
            weight: config.weights[kind] * faded,
            at: Math.max(last(a), last(b)),
          });
        }
      }
    }
  }
  return ties;
}

/** Weights to twelve digits: the order of multiplications may differ. */
const sorted = (ties: readonly IdentifierTie[]) =>
  ties
    .map((tie) => JSON.stringify({ ...tie, weight: tie.weight.toPrecision(12) }, Object.keys(tie).sort()))
    .sort();

describe('an entity resolution', () => {
  it('finds what a comparison of all pairs finds', () => {
    fc.assert(
      fc.property(uses, fc.nat(22), (list, at) => {
        const entities = resolve(list, tight);
        const naive = naiveTies(list, at);
        for (let account = 0; account < 10; account += 1) {
          const own = naive.filter(({ a, b }) => a === account || b === account);
          expect(sorted(entities.tiesOf(account, at))).toEqual(sorted(own));
        }
      }),
    );
  });

  it('joins what union-find over all hard pairs joins', () => {
    fc.assert(
      fc.property(uses, fc.nat(22), (list, at) => {
        const entities = resolve(list, tight);
        const root = Array.from({ length: 10 }, (_, account) => account);
        const find = (account: number): number =>
          root[account] === account ? account : find(root[account]!);
        for (const { a, b, strength } of naiveTies(list, at))
          if (strength === 'HARD') root[find(a)] = find(b);
        for (let account = 0; account < 10; account += 1) {
          const same = root.flatMap((_, other) => (find(other) === find(account) ? [other] : []));
          expect(entities.entityOf(account, at)).toEqual(same);
        }
      }),
    );
  });

  it('tells the same whatever caps it meets, only less', () => {
    fc.assert(
      fc.property(
        uses,
        fc.nat(22),
        fc.nat(9),
        fc.integer({ min: 1, max: 5 }),
        (list, at, account, tiesMax) => {
          const whole = resolve(list, tight).tiesOf(account, at);
          expect(resolve(list, { ...tight, tiesMax }).tiesOf(account, at)).toEqual(whole.slice(0, tiesMax));
        },
      ),
    );
  });
});
