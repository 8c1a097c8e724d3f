import type { Config } from '../../base/config.ts';
import { digestId } from '../../base/ids.ts';
import { foldAlert } from './fold.ts';
import type { Alert, AlertEvent, AlertEventKind } from './model.ts';

/** A transfer that was decided REVIEW or REJECT, with the ring that it belongs to. */
export interface FlaggedTransfer {
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
  readonly ringId: string | null;
  /** Rings that were merged into `ringId` by this transfer. */
  readonly absorbedRings: readonly string[];
}

/**
 * One alert per ring, however many of its transfers are flagged; one per account where no ring is known, extended while
 * news comes within `dormantAfterMs`. An alert on an account becomes the ring's when a ring is found around it. A pure
 * function of the flagged transfers in sequence order.
 */
export class AlertTracker {
  readonly #config: Config['rings'];
  readonly #byId = new Map<string, Alert>();
  readonly #ofRing = new Map<string, Alert>();
  /** Alerts without a ring by their account, in order of last activity. */
  readonly #ofAccount = new Map<string, Alert>();
  #events: AlertEvent[] = [];

  /** Takes over the open alerts as they were stored: those of tracked rings, and those on accounts that are not yet forgotten. */
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

  /** Forgets the alert of a ring that was closed. */
  forgetRing(ringId: string): void {
    const alert = this.#ofRing.get(ringId);
    if (alert !== undefined) this.#release(alert);
  }

  /** Raises or extends the alert of a flagged transfer. Answers the alert's id. */
  observe(flagged: FlaggedTransfer): string {
    const known = this.#find(flagged);
    const alertId = known?.id ?? `alert-${digestId([flagged.transactionId], 12)}`;
    this.#push(flagged, alertId, known === null ? 'RAISED' : 'EXTENDED', null);
    for (const ring of flagged.absorbedRings) {
      const absorbed = this.#ofRing.get(ring);
      if (absorbed !== undefined && absorbed.id !== alertId)
        this.#push(flagged, absorbed.id, 'MERGED', alertId);
    }
    return alertId;
  }

  #find({ ringId, from, to, now }: FlaggedTransfer): Alert | null {
    const ofRing = ringId === null ? undefined : this.#ofRing.get(ringId);
    return ofRing ?? this.#awake(from, now) ?? this.#awake(to, now);
  }

  #awake(account: string, now: number): Alert | null {
    const alert = this.#ofAccount.get(account);
    return alert !== undefined && alert.lastAt > now - this.#config.dormantAfterMs ? alert : null;
  }

  #push(flagged: FlaggedTransfer, alertId: string, kind: AlertEventKind, otherAlertId: string | null): void {
    const ended = kind === 'MERGED';
    const before = this.#byId.get(alertId) ?? null;
    const event: AlertEvent = {
      seq: flagged.seq,
      ordinal: this.#nextOrdinal(flagged.seq),
      alertId,
      kind,
      at: flagged.at,
      ringId: ended ? (before?.ringId ?? null) : flagged.ringId,
      account: flagged.from,
      transactionId: ended ? null : flagged.transactionId,
      score: ended ? 0 : flagged.score,
      reasons: ended ? [] : flagged.reasons,
      referenceCents: ended ? 0 : flagged.referenceCents,
      threshold: 0,
      cause: null,
      otherAlertId,
    };
    if (before !== null) this.#release(before);
    const after = foldAlert(before, event);
    if (after.status === 'OPEN') this.#hold(after);
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
    this.#byId.set(alert.id, alert);
  }

  #release(alert: Alert): void {
    this.#byId.delete(alert.id);
    if (alert.ringId === null) this.#ofAccount.delete(alert.account);
    else this.#ofRing.delete(alert.ringId);
  }

  #nextOrdinal(seq: number): number {
    const last = this.#events.at(-1);
    return last !== undefined && last.seq === seq ? last.ordinal + 1 : 0;
  }
}
