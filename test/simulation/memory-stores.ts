import { strict as assert } from 'node:assert';
import { accountKey, type SequencedEvent } from '../../graph/model/event.ts';
import type { ReversalTarget } from '../../graph/session/session.ts';
import type { Decision } from '../../scoring/decision-model.ts';
import { foldAlert, foldEvidence, foldRing, noEvidence } from '../../scoring/rings/fold.ts';
import type { Alert, AlertEvent, Ring, RingEvent, RingEvidence } from '../../scoring/rings/model.ts';
import type { Scored } from '../../scoring/scorer.ts';

/** What the events of rings and alerts make: nothing but their folds. */
export interface Folded {
  readonly rings: Map<string, Ring>;
  readonly evidence: Map<string, RingEvidence>;
  readonly alerts: Map<string, Alert>;
}

/** The folds of whole logs, from empty. */
export function foldLogs(ringEvents: readonly RingEvent[], alertEvents: readonly AlertEvent[]): Folded {
  const folded: Folded = { rings: new Map(), evidence: new Map(), alerts: new Map() };
  for (const event of ringEvents) foldRingEvent(folded, event);
  for (const event of alertEvents) foldAlertEvent(folded, event);
  return folded;
}

function foldRingEvent({ rings, evidence }: Folded, event: RingEvent): void {
  const { ringId } = event;
  rings.set(ringId, foldRing(rings.get(ringId) ?? null, event));
  evidence.set(ringId, foldEvidence(evidence.get(ringId) ?? noEvidence, event));
}

function foldAlertEvent({ alerts }: Folded, event: AlertEvent): void {
  alerts.set(event.alertId, foldAlert(alerts.get(event.alertId) ?? null, event));
}

/** Whether a ring has members that can be found. */
export function isAlive({ status }: Ring): boolean {
  return status === 'OPEN' || status === 'DORMANT';
}

/**
 * Graph store and ledger as lists in memory, with what a start reads from them. Events of rings and alerts are kept as their JSON
 * says, as the ledger does: what JSON cannot hold is lost.
 */
export class MemoryStores {
  readonly events: SequencedEvent[] = [];
  readonly targets = new Map<string, ReversalTarget>();
  readonly decisions: Decision[] = [];
  readonly ringEvents: RingEvent[] = [];
  readonly alertEvents: AlertEvent[] = [];
  readonly folded: Folded = foldLogs([], []);
  /** The living rings of every account that was ever in one. */
  readonly ringsOf = new Map<string, Set<string>>();
  decidedSeq = 0;

  /** Writes events into the graph; those that are there already are left alone, as the graph store does. */
  store(events: readonly SequencedEvent[]): void {
    for (const item of events) {
      if (item.seq <= this.events.length) continue;
      assert.equal(item.seq, this.events.length + 1);
      this.events.push(item);
      const { seq, event } = item;
      if (event.kind === 'transfer')
        this.targets.set(event.id, { seq, from: accountKey(event.from), to: accountKey(event.to) });
    }
  }

  /**
   * Writes what a batch through `throughSeq` led to. Events of rings and alerts must go on in order, within the batch. Answers the
   * accounts that are, or were, in a ring that changed.
   */
  commit(scored: Scored, throughSeq: number): ReadonlySet<string> {
    const { decisions, ringEvents, alertEvents } = JSON.parse(JSON.stringify(scored)) as Scored;
    assert.equal(decisions.length, scored.decisions.length);
    const touched = new Set<string>();
    for (const event of ringEvents) {
      checkOrder(this.ringEvents.at(-1), event, this.decidedSeq, throughSeq);
      this.#foldRing(event, touched);
      this.ringEvents.push(event);
    }
    for (const event of alertEvents) {
      checkOrder(this.alertEvents.at(-1), event, this.decidedSeq, throughSeq);
      foldAlertEvent(this.folded, event);
      this.alertEvents.push(event);
    }
    this.decisions.push(...scored.decisions);
    this.decidedSeq = throughSeq;
    return touched;
  }

  #foldRing(event: RingEvent, touched: Set<string>): void {
    const { rings } = this.folded;
    for (const account of this.#livingMembers(event.ringId)) {
      touched.add(account);
      this.ringsOf.get(account)?.delete(event.ringId);
    }
    foldRingEvent(this.folded, event);
    for (const account of this.#livingMembers(event.ringId)) {
      touched.add(account);
      if (!this.ringsOf.has(account)) this.ringsOf.set(account, new Set());
      this.ringsOf.get(account)!.add(event.ringId);
    }
    assert(
      rings.get(event.ringId)!.transferCount >= this.folded.evidence.get(event.ringId)!.transfers.length,
    );
  }

  #livingMembers(ringId: string): readonly string[] {
    const ring = this.folded.rings.get(ringId);
    return ring === undefined || !isAlive(ring) ? [] : ring.members.map(({ account }) => account);
  }

  /** As `Ledger.openState`. */
  openState(newsAfter: number, closedAfter: number) {
    const rings = [...this.folded.rings.values()].filter(
      (ring) => isAlive(ring) || (ring.status === 'CLOSED' && ring.lastAt > closedAfter),
    );
    const statusOf = new Map(rings.map(({ id, status }) => [id, status]));
    const alerts = [...this.folded.alerts.values()].filter(({ status, ringId, lastAt }) => {
      if (ringId === null) return status === 'OPEN' && lastAt > newsAfter;
      const ofRing = statusOf.get(ringId);
      if (status === 'OPEN') return ofRing === 'OPEN' || ofRing === 'DORMANT';
      return status === 'CLOSED' && ofRing === 'CLOSED';
    });
    const evidence = new Map(rings.map(({ id }) => [id, this.folded.evidence.get(id)!]));
    const closings = this.ringEvents.filter(({ kind }) => kind === 'CLOSED');
    const closedMembers = new Map(closings.map(({ ringId, left }) => [ringId, left]));
    return { rings, evidence, closedMembers, alerts };
  }
}

function checkOrder(
  before: { readonly seq: number; readonly ordinal: number } | undefined,
  { seq, ordinal }: { readonly seq: number; readonly ordinal: number },
  afterSeq: number,
  throughSeq: number,
): void {
  assert(
    seq > afterSeq && seq <= throughSeq,
    `event of ${seq} in a batch of ${afterSeq + 1} .. ${throughSeq}`,
  );
  assert.equal(ordinal, before?.seq === seq ? before.ordinal + 1 : 0, `ordinal of an event of ${seq}`);
  assert(before === undefined || before.seq <= seq, `event of ${seq} after one of ${before?.seq}`);
}
