import { describe, expect, test } from 'vitest';
import { referenceCents } from '../../../../graph/model/currency.ts';
import { accountKey } from '../../../../graph/model/event.ts';
import { simulate } from '../../../../simulator/simulate.ts';
import { type RingTransfer, type Typology, typologies } from '../../model.ts';
import { recogniseShapes } from '../shapes.ts';

interface PlantedRing {
  readonly typology: Typology;
  readonly transfers: RingTransfer[];
}

/** All transfers of every ring that the simulator plants. */
function plantedRings(seed: number): PlantedRing[] {
  const rings = new Map<string, PlantedRing>();
  let seq = 0;
  for (const { event, truth } of simulate({ seed, rings: 200, accounts: 6000, transactions: 28_000 })) {
    seq += 1;
    if (truth.ringId === null || truth.typology === null) continue;
    const ring = rings.get(truth.ringId) ?? { typology: truth.typology, transfers: [] };
    rings.set(truth.ringId, ring);
    ring.transfers.push({
      seq,
      transactionId: event.id,
      at: event.at,
      from: accountKey(event.from),
      to: accountKey(event.to),
      amountMinor: event.amountMinor,
      currency: event.currency,
      referenceCents: referenceCents(event.amountMinor, event.currency),
      score: 0.5,
    });
  }
  return [...rings.values()];
}

describe('rings of the simulator', () => {
  const rings = plantedRings(11);
  const rankOf = ({ typology, transfers }: PlantedRing) =>
    recogniseShapes(transfers).findIndex((match) => match.typology === typology);
  const share = (of: readonly PlantedRing[], ranks: number) =>
    of.filter((ring) => rankOf(ring) >= 0 && rankOf(ring) < ranks).length / of.length;

  test('are recognised as what they were planted as', () => {
    expect(rings).toHaveLength(200);
    expect(share(rings, 1)).toBeGreaterThanOrEqual(0.9);
    expect(share(rings, 2)).toBeGreaterThanOrEqual(0.97);
  });

  test.each(typologies)('%s is the first or second match of at least nine in ten', (typology) => {
    const planted = rings.filter((ring) => ring.typology === typology);
    expect(planted).toHaveLength(20);
    expect(share(planted, 2)).toBeGreaterThanOrEqual(0.9);
  });
});
