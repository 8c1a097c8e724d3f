import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KnownAccounts } from './known-accounts.ts';

const account = (id: string, country: string | null = null) => ({ id, country });

test('an account is known once it was added, and its country once that was', () => {
  const known = new KnownAccounts(10);
  expect(known.has(account('a'))).toBe(false);
  known.add([account('a')]);
  expect(known.has(account('a'))).toBe(true);
  expect(known.has(account('a', 'PT'))).toBe(false);
  known.add([account('a', 'PT')]);
  known.add([account('a')]);
  expect(known.has(account('a', 'BR'))).toBe(true);
});

test('what it knows was added, and it knows no more than its limit', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30)), fc.integer({ min: 2, max: 12 }), (ids, limit) => {
      const known = new KnownAccounts(limit);
      const added = new Set<number>();
      for (const id of ids) {
        if (known.has(account(`${id}`))) expect(added.has(id)).toBe(true);
        known.add([account(`${id}`)]);
        added.add(id);
        expect(known.has(account(`${id}`))).toBe(true);
      }
      const held = [...added].filter((id) => known.has(account(`${id}`))).length;
      expect(held).toBeLessThanOrEqual(limit);
    }),
  );
});
