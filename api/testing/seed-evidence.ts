import { present } from '../../base/assert.ts';
import { referenceCents } from '../../graph/model/currency.ts';
import type { Ledger } from '../../ledger/model.ts';
import type { RingTie } from '../../scoring/rings/model.ts';
import { type PlantedRing, testTransfer } from './scenario.ts';
import { commit } from './seed.ts';

/** Makes the transfers of a seeded ring its evidence, with ties, by one more event. `firstNumber` is that of `seedRing`. */
export async function seedEvidence(
  { ledger }: { readonly ledger: Ledger },
  firstNumber: number,
  ring: PlantedRing,
  ties: readonly RingTie[],
): Promise<void> {
  const events = ring.transfers.map(([from, to, amount], index) =>
    testTransfer(firstNumber + index, from, to, amount),
  );
  const decisions = await ledger.decisions(events.map(({ id }) => id));
  const transfers = events.map(({ id, at, amountMinor, currency }) => {
    const { seq, from, to, score } = present(decisions.get(id), `the decision on "${id}"`);
    const cents = referenceCents(amountMinor, currency);
    return { seq, transactionId: id, at, from, to, amountMinor, currency, referenceCents: cents, score };
  });
  const grew = {
    seq: await ledger.lastSeq(),
    ordinal: 1,
    ringId: ring.id,
    kind: 'GREW',
    cause: 'MOTIF',
    at: Math.max(...events.map(({ at }) => at)),
    typology: ring.typology,
    suspicion: ring.suspicion,
    joined: [],
    left: [],
    otherRingId: null,
    transfersAdded: 0,
    transfers,
    ties,
    retracted: [],
  } as const;
  await commit(ledger, { events: [], decisions: [], ringEvents: [grew], alertEvents: [] });
}
