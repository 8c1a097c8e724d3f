import { describe, expect, test } from 'vitest';
import { Random } from '../../base/random.ts';
import { resolveOptions } from '../options.ts';
import { buildWorld } from '../world.ts';
import { lookAlikeKinds } from './look-alike.ts';
import { lookAlikes } from './registry.ts';

const world = buildWorld(resolveOptions({ accounts: 2000 }), new Random(1));

describe.each(lookAlikeKinds)('%s', (kind) => {
  const lookAlike = lookAlikes[kind];

  test('is registered under its own name with a shape and a time', () => {
    expect(lookAlike.kind).toBe(kind);
    expect(lookAlike.shapes.length).toBeGreaterThan(0);
    expect(lookAlike.lastsHoursMin).toBeLessThan(lookAlike.lastsHoursMax);
  });

  test('casts open accounts, each once, as many as asked where there are enough', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const members = lookAlike.cast({ world, size: 12, country: 0, ms: 0, random: new Random(seed) });
      expect(members).toHaveLength(12);
      expect(new Set(members).size).toBe(12);
      for (const member of members) expect(world.accounts[member]?.opensMs).toBe(0);
    }
  });
});

test('staff are paid by their employer', () => {
  const members = lookAlikes.PAYROLL.cast({ world, size: 6, country: 0, ms: 0, random: new Random(3) });
  const [employer = -1, ...payees] = members;
  expect(world.accounts[employer]?.kind).toBe('COMPANY');
  const staff = payees.filter((payee) => world.accounts[payee]?.employer === employer);
  expect(staff.length).toBeGreaterThan(0);
});
