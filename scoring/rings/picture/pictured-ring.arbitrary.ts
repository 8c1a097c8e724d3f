import fc from 'fast-check';
import { identifierKinds } from '../../../graph/model/event.ts';
import { type RingRole, type RingTie, type RingTransfer, typologies } from '../model.ts';
import type { PicturedRing } from './pictured-ring.ts';

const roles: readonly RingRole[] = ['SOURCE', 'COLLECTOR', 'MULE', 'DISTRIBUTOR', 'SINK', 'BRIDGE', 'MEMBER'];
const names = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  fc.stringMatching(/^\d{3}\/\d{9}$/),
);

/** Rings of up to 60 accounts with any names, of which some are no members, and any transfers and ties among them. */
export const picturedRings: fc.Arbitrary<PicturedRing> = fc
  .record({
    id: fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }),
    typology: fc.constantFrom(...typologies),
    suspicion: fc.double({ min: 0, max: 1, noNaN: true }),
    accounts: fc.uniqueArray(names, { minLength: 2, maxLength: 60 }),
    outside: fc.nat(3),
    steps: fc.array(
      fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 1e13 }), fc.nat(1e12), fc.boolean()),
      {
        maxLength: 120,
      },
    ),
    shared: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(...identifierKinds)), { maxLength: 12 }),
    role: fc.nat(),
  })
  .map(({ id, typology, suspicion, accounts, outside, steps, shared, role }) => {
    const pick = (a: number, b: number) => {
      const first = a % accounts.length;
      const second = (first + 1 + (b % (accounts.length - 1))) % accounts.length;
      return [accounts[first]!, accounts[second]!] as const;
    };
    const transfers = steps.map(([a, b, referenceCents, at], place): RingTransfer => {
      const [from, to] = pick(a, b);
      const currency = 'USD';
      const seq = place + 1;
      return {
        seq,
        transactionId: `t${seq}`,
        at,
        from,
        to,
        amountMinor: referenceCents,
        currency,
        referenceCents,
        score: 0.5,
      };
    });
    const ties = shared.map(([a, b, kind], place): RingTie => {
      const ends = [...pick(a, b)].sort() as [string, string];
      return { kind, identifier: String(place), accounts: ends, strength: 'SOFT', weight: 1, at: 0 };
    });
    const members = accounts.slice(0, Math.max(1, accounts.length - outside)).map((account, place) => {
      return { account, role: roles[(place + role) % roles.length]!, sinceSeq: 1, sinceAt: 0 };
    });
    const minimal = { transfers: transfers.filter((_, place) => steps[place]![4]), ties: ties.slice(0, 2) };
    return { ring: { id, typology, suspicion, members }, evidence: { transfers, ties }, minimal };
  });
