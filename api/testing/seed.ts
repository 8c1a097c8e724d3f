import { assert } from '../../base/assert.ts';
import type { SequencedEvent, TransferEvent } from '../../graph/model/event.ts';
import { accountKey } from '../../graph/model/event.ts';
import type { GraphStore } from '../../graph/store.ts';
import type { Ledger, LedgerBatch } from '../../ledger/model.ts';
import type { Decision } from '../../scoring/decision-model.ts';
import type { AlertEvent, RingEvent, RingMember } from '../../scoring/rings/model.ts';
import { type PlantedRing, testTransfer } from './scenario.ts';
import { testFeatures } from './test-features.ts';

interface Stores {
  readonly graph: GraphStore;
  readonly ledger: Ledger;
}

/** Facts that one batch of a test adds to the ledger. */
export type Facts = Omit<LedgerBatch, 'deadLetters' | 'positions'>;

/** An allowing decision about a stored transfer, changed by what the test says about it. */
export function testDecision(
  stored: SequencedEvent<TransferEvent>,
  change: Partial<Decision> = {},
): Decision {
  const { seq, event } = stored;
  return {
    seq,
    transactionId: event.id,
    at: event.at,
    seenAt: event.seenAt,
    from: accountKey(event.from),
    to: accountKey(event.to),
    amountMinor: event.amountMinor,
    currency: event.currency,
    verdict: 'ALLOW',
    score: 0.01,
    reasons: [],
    features: Float64Array.of(event.amountMinor, 3, 0),
    late: false,
    ringId: null,
    alertId: null,
    latencyUs: 120,
    featureSetHash: testFeatures.hash,
    modelHash: 'model-1',
    ruleSetHash: 'rules-1',
    ...change,
  };
}

/** Stores transfers, which must be new, and answers them with their sequence numbers. */
export async function storeTransfers(
  graph: GraphStore,
  events: readonly TransferEvent[],
): Promise<SequencedEvent<TransferEvent>[]> {
  const outcomes = await graph.append(events);
  return events.map((event, index) => {
    const outcome = outcomes[index];
    assert(outcome?.status === 'stored', `test transfer "${event.id}" was not stored`);
    return { seq: outcome.seq, event };
  });
}

/** Stores ordinary transfers and decides them ALLOW. Numbers count from `firstNumber`. */
export async function seedOrdinary(
  stores: Stores,
  firstNumber: number,
  transfers: readonly (readonly [string, string, number])[],
): Promise<void> {
  const events = transfers.map(([from, to, amount], index) =>
    testTransfer(firstNumber + index, from, to, amount),
  );
  const stored = await storeTransfers(stores.graph, events);
  await commit(stores.ledger, {
    events: stored,
    decisions: stored.map((one) => testDecision(one)),
    ringEvents: [],
    alertEvents: [],
  });
}

/** Stores a ring, decides its transfers REVIEW, gives it birth with the first of them and raises one alert that the others extend. */
export async function seedRing(stores: Stores, firstNumber: number, ring: PlantedRing): Promise<void> {
  const events = ring.transfers.map(([from, to, amount], index) =>
    testTransfer(firstNumber + index, from, to, amount),
  );
  const stored = await storeTransfers(stores.graph, events);
  const alertId = `alert-${ring.id}`;
  const flagged = {
    verdict: 'REVIEW',
    score: ring.suspicion,
    reasons: ring.reasons,
    ringId: ring.id,
    alertId,
  } as const;
  await commit(stores.ledger, {
    events: stored,
    decisions: stored.map((one) => testDecision(one, flagged)),
    ringEvents: stored.map((one, index) => ringEvent(ring, one, index)),
    alertEvents: stored.map((one, index) => alertEvent(ring, alertId, one, index)),
  });
  await stores.graph.annotate({ accounts: Object.keys(ring.roles).map((id) => ({ id, ringId: ring.id })) });
}

/** Commits facts of a test, without dead letters. */
export function commit(ledger: Ledger, facts: Facts): Promise<void> {
  return ledger.commit({ ...facts, deadLetters: [], positions: [] });
}

function ringEvent(ring: PlantedRing, { seq, event }: SequencedEvent, index: number): RingEvent {
  const members: RingMember[] = Object.entries(ring.roles).map(([account, role]) => ({
    account,
    role,
    sinceSeq: seq,
    sinceAt: event.at,
  }));
  return {
    seq,
    ordinal: 0,
    ringId: ring.id,
    kind: index === 0 ? 'BORN' : 'GREW',
    at: event.at,
    typology: ring.typology,
    suspicion: ring.suspicion,
    joined: index === 0 ? members : [],
    left: [],
    otherRingId: null,
    transfersAdded: 1,
    cause: 'FLAGGED_TRANSFER',
    transfers: [],
    ties: [],
    retracted: [],
  };
}

function alertEvent(
  ring: PlantedRing,
  alertId: string,
  stored: SequencedEvent<TransferEvent>,
  index: number,
): AlertEvent {
  const { seq, event } = stored;
  return {
    seq,
    ordinal: 0,
    alertId,
    kind: index === 0 ? 'RAISED' : 'EXTENDED',
    at: event.at,
    ringId: ring.id,
    account: accountKey(event.from),
    transactionId: event.id,
    score: ring.suspicion,
    reasons: ring.reasons,
    referenceCents: event.amountMinor,
    otherAlertId: null,
    threshold: 0,
    cause: null,
  };
}
