import type { Config } from '../../base/config.ts';
import { digestId } from '../../base/ids.ts';
import { shapeReason } from '../reasons.ts';
import { foldAlert } from './fold.ts';
import type { Alert, AlertEvent, RingEvent } from './model.ts';

/** A transfer that somebody is to look at, with the ring that it belongs to. */
export interface AlertingTransfer {
  readonly seq: number;
  readonly at: number;
  /** The session's time at its arrival. */
  readonly now: number;
  readonly transactionId: string;
  /** Account keys. */
  readonly from: string;
  readonly to: string;
  readonly score: number;
  readonly reasons: readonly string[];
  readonly referenceCents: number;
  /** Its ring with the suspicion that it has now; null where none is known. */
  readonly ring: { readonly id: string; readonly suspicion: number } | null;
  /** What the id of an alert that it raises follows from; its transaction, when left out: that raises only one. */
  readonly raisedBy?: string;
}

/**
 * One alert per ring, however many of its transfers are flagged; one per account where no ring is known, extended while
 * news comes within `dormantAfterMs`. An alert on an account becomes the ring's when a ring is found around it, or is merged into the one that the ring has. Each of `alertThresholds` that
 * the ring's suspicion crosses escalates its alert once; rings that merge merge theirs; a ring that is closed closes it and reopens it when
 * it is reopened. A pure function of the transfers and ring events in sequence order.
 */
export class AlertTracker {
  readonly #config: Config['rings'];
  /** Open alerts of rings, and closed ones that can be reopened. */
  readonly #ofRing = new Map<string, Alert>();
  /** Alerts without a ring by their account, in order of last activity. */
  readonly #ofAccount = new Map<string, Alert>();
  #events: AlertEvent[] = [];
  #last = { seq: 0, ordinal: -1 };

  /** Takes over the alerts as they were stored: those of tracked rings, closed ones included, and those on accounts that are not yet forgotten. */
  constructor(config: Config['rings'], alerts: readonly Alert[]) {
    this.#config = config;
    for (const alert of [...alerts].sort((a, b) => a.lastSeq - b.lastSeq)) this.#hold(alert);
  }

  /** The events since the last call, in order. */
  takeEvents(): readonly AlertEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Forgets alerts on accounts that had no news for too long: the next flagged transfer raises a new one. Amortised O(1). */
  advance(at: number): void {
    for (const alert of this.#ofAccount.values()) {
      if (alert.lastAt > at - this.#config.dormantAfterMs) return;
      this.#release(alert);
    }
  }

  /** Forgets the alert of a ring that will not be reopened any more. */
  forgetRing(ringId: string): void {
    const alert = this.#ofRing.get(ringId);
    if (alert !== undefined) this.#release(alert);
  }

  /** Whether a ring has an alert, open or closed. */
  has(ringId: string): boolean {
    return this.#ofRing.has(ringId);
  }

  /**
   * Raises, extends or reopens the alert of a transfer. Answers the alert's id. Call before `follow` gets the events that it led to.
   */
  observe(transfer: AlertingTransfer): string {
    const known = this.#find(transfer);
    const alertId = known?.id ?? alertIdOf(transfer.raisedBy ?? transfer.transactionId);
    const { seq, at, transactionId, from, score, reasons, referenceCents, ring } = transfer;
    this.#push(known, {
      ...{ seq, alertId, at, transactionId, account: from, score, reasons, referenceCents },
      ...{ ringId: ring?.id ?? null, cause: null, otherAlertId: null },
      kind: known === null ? 'RAISED' : known.status === 'CLOSED' ? 'REOPENED' : 'EXTENDED',
      threshold: known === null ? this.#crossed(ring?.suspicion ?? 0) : 0,
    });
    return alertId;
  }

  /**
   * Lets the alert of a ring follow what happened to the ring; the alerts of accounts that joined it are merged into that of the ring.
   * Events that concern no alert are passed over. `now` is the session's time.
   */
  follow(event: RingEvent, now: number): void {
    const alert = this.#ofRing.get(event.ringId);
    if (alert === undefined) {
      if (event.kind === 'BORN') this.#raiseSplit(event);
    } else this.#followWith(alert, event);
    this.#mergeAccounts(event, now);
  }

  #followWith(alert: Alert, event: RingEvent): void {
    if (event.kind === 'MERGED') {
      const survivor = this.#ofRing.get(event.otherRingId ?? '');
      if (survivor !== undefined) this.#change(alert, event, { kind: 'MERGED', otherAlertId: survivor.id });
    } else if (alert.status === 'OPEN' && event.kind === 'CLOSED') {
      this.#change(alert, event, { kind: 'CLOSED', cause: event.cause });
    } else {
      if (alert.status === 'CLOSED' && event.kind === 'REOPENED')
        this.#change(alert, event, { kind: 'REOPENED' });
      this.#escalate(event);
    }
  }

  #mergeAccounts(event: RingEvent, now: number): void {
    for (const { account, sinceSeq } of event.joined) {
      if (sinceSeq !== event.seq) continue;
      const ofRing = this.#ofRing.get(event.ringId);
      const own = this.#awake(account, now);
      if (own !== null && ofRing !== undefined)
        this.#change(own, event, { kind: 'MERGED', otherAlertId: ofRing.id });
    }
  }

  #escalate(event: RingEvent): void {
    const alert = this.#ofRing.get(event.ringId);
    const threshold = this.#crossed(event.suspicion);
    if (alert?.status === 'OPEN' && threshold > alert.threshold)
      this.#change(alert, event, { kind: 'ESCALATED', threshold });
  }

  /** A ring that was split off has an alert of its own, raised by its latest transfer. */
  #raiseSplit({ seq, at, ringId, typology, suspicion, transfers }: RingEvent): void {
    const latest = transfers.at(-1);
    if (latest === undefined) return;
    this.#push(null, {
      ...{ seq, at, ringId, kind: 'RAISED', alertId: alertIdOf(ringId), account: latest.from },
      ...{ transactionId: latest.transactionId, score: latest.score, reasons: [shapeReason(typology)] },
      ...{ referenceCents: latest.referenceCents, threshold: this.#crossed(suspicion) },
      ...{ cause: null, otherAlertId: null },
    });
  }

  /** The highest threshold that a suspicion reaches, 0 when none. */
  #crossed(suspicion: number): number {
    return Math.max(0, ...this.#config.alertThresholds.filter((threshold) => suspicion >= threshold));
  }

  #find({ ring, from, to, now, raisedBy }: AlertingTransfer): Alert | null {
    const ofRing = ring === null ? undefined : this.#ofRing.get(ring.id);
    if (ofRing !== undefined) return ofRing;
    // The transfer may be in the alert of its account already: that one is merged, and no transfer is counted twice.
    return raisedBy === undefined ? (this.#awake(from, now) ?? this.#awake(to, now)) : null;
  }

  #awake(account: string, now: number): Alert | null {
    const alert = this.#ofAccount.get(account);
    return alert !== undefined && alert.lastAt > now - this.#config.dormantAfterMs ? alert : null;
  }

  /** A change that no transfer of the alert made. */
  #change(
    alert: Alert,
    { seq, at }: RingEvent,
    change: Pick<AlertEvent, 'kind'> & Partial<AlertEvent>,
  ): void {
    this.#push(alert, {
      ...{ seq, at, alertId: alert.id, ringId: alert.ringId, account: alert.account, transactionId: null },
      ...{ score: 0, reasons: [], referenceCents: 0, threshold: 0, cause: null, otherAlertId: null },
      ...change,
    });
  }

  #push(before: Alert | null, numbered: Omit<AlertEvent, 'ordinal'>): void {
    const event: AlertEvent = { ...numbered, ordinal: this.#nextOrdinal(numbered.seq) };
    if (before !== null) this.#release(before);
    const after = foldAlert(before, event);
    if (after.status !== 'MERGED') this.#hold(after);
    this.#events.push(event);
  }

  #hold(alert: Alert): void {
    if (alert.ringId === null) {
      // A later alert on the account replaces one that was forgotten, and stands where its own last activity puts it.
      const forgotten = this.#ofAccount.get(alert.account);
      if (forgotten !== undefined) this.#release(forgotten);
      this.#ofAccount.set(alert.account, alert);
    } else {
      this.#ofRing.set(alert.ringId, alert);
    }
  }

  #release(alert: Alert): void {
    if (alert.ringId === null) this.#ofAccount.delete(alert.account);
    else this.#ofRing.delete(alert.ringId);
  }

  #nextOrdinal(seq: number): number {
    this.#last = { seq, ordinal: this.#last.seq === seq ? this.#last.ordinal + 1 : 0 };
    return this.#last.ordinal;
  }
}

function alertIdOf(origin: string): string {
  return `alert-${digestId([origin], 12)}`;
}
