import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type IdentifierKind, identifierKinds } from '../model/event.ts';
import { IdentifierIndex } from './identifier-index.ts';

interface Use {
  readonly account: number;
  readonly kind: IdentifierKind;
  readonly id: string;
  readonly at: number;
}

const uses = fc.array(
  fc.record<Use>({
    account: fc.nat(6),
    kind: fc.constantFrom(...identifierKinds),
    id: fc.constantFrom('x', 'y', 'z'),
    at: fc.nat(20),
  }),
  { maxLength: 60 },
);

function indexOf(list: readonly Use[]): IdentifierIndex {
  const index = new IdentifierIndex(1000);
  for (const { account, kind, id, at } of list) index.link(account, kind, id, at);
  return index;
}

function rowsFrom(first: number, next: Int32Array): number[] {
  const rows: number[] = [];
  for (let row = first; row !== -1; row = next[row]!) rows.push(row);
  return rows;
}

/** Distinct by a key, in the order of the first appearance, last first. */
function newestFirst<T>(list: readonly Use[], keyOf: (use: Use) => T): T[] {
  return [...new Set(list.map(keyOf))].reverse();
}

describe('an identifier index', () => {
  it('lists links from both ends, newest link first, with their earliest and latest time', () => {
    fc.assert(
      fc.property(uses, (list) => {
        const index = indexOf(list);
        for (const { account, kind, id } of list) {
          const rows = rowsFrom(index.firstOfAccount(account, kind), index.nextOfAccount);
          const own = list.filter((use) => use.account === account && use.kind === kind);
          const keys = rows.map((row) => index.keys.key(index.links.to[row]!));
          expect(keys).toEqual(newestFirst(own, (use) => `${kind}:${use.id}`));

          const identifier = index.keys.find(`${kind}:${id}`);
          const others = list.filter((use) => use.kind === kind && use.id === id);
          const links = rowsFrom(index.firstOfIdentifier(identifier), index.nextOfIdentifier);
          expect(links.map((row) => index.links.from[row]!)).toEqual(
            newestFirst(others, (use) => use.account),
          );

          const times = others.filter((use) => use.account === account).map(({ at }) => at);
          const link = index.links.find(account, identifier);
          expect([index.firstAt[link], index.lastAt[link]]).toEqual([Math.min(...times), Math.max(...times)]);
        }
      }),
    );
  });

  it('counts the accounts of an identifier as of a time, up to a most', () => {
    fc.assert(
      fc.property(uses, fc.nat(20), fc.nat(8), (list, at, max) => {
        const index = indexOf(list);
        for (const { kind, id } of list) {
          const own = list.filter((use) => use.kind === kind && use.id === id && use.at <= at);
          const accounts = new Set(own.map(({ account }) => account)).size;
          const counted = index.accountsBy(index.keys.find(`${kind}:${id}`), at, max);
          expect(counted).toBe(Math.min(accounts, max + 1));
        }
      }),
    );
  });

  it('takes an identifier for one of many when too many links came after the time that is asked for', () => {
    const list = (later: number) => {
      const earlier: Use[] = [0, 1].map((account) => ({ account, kind: 'ip', id: 'x', at: 1 }));
      const others = Array.from(
        { length: later },
        (_, n): Use => ({ account: n + 2, kind: 'ip', id: 'x', at: 9 }),
      );
      return indexOf([...earlier, ...others]);
    };
    expect(list(257).accountsBy(0, 1, 3)).toBe(2);
    expect(list(258).accountsBy(0, 1, 3)).toBe(4);
  });

  it('grows past its first capacities', () => {
    const index = new IdentifierIndex(100_000);
    for (let n = 0; n < 5000; n += 1) index.link(n, 'phone', `p${n % 2500}`, n);
    const links = rowsFrom(index.firstOfIdentifier(2000), index.nextOfIdentifier);
    expect(links.map((row) => [index.links.from[row], index.lastAt[row]])).toEqual([
      [4500, 4500],
      [2000, 2000],
    ]);
    expect(index.accountsBy(2499, 5000, 10)).toBe(2);
  });
});
