import type { Config } from '../../base/config.ts';
import type { ReversalTarget, Session } from '../../graph/session/session.ts';
import { weekWindow } from '../../graph/window/windows.ts';
import type { Decision } from '../decision-model.ts';
import { AlertTracker } from './alert-tracker.ts';
import { type RingCandidate, ringCandidate, type Shapes } from './evidence.ts';
import type { Alert, AlertEvent, Ring, RingEvent } from './model.ts';
import { RingTracker } from './ring-tracker.ts';
import { SuspicionGraph } from './suspicion-graph.ts';

/** A scored transfer by its session accounts, at the session's time of its arrival. */
export interface ScoredTransfer {
  readonly seq: number;
  readonly at: number;
  readonly now: number;
  readonly from: number;
  readonly to: number;
  readonly score: number;
  /** A late transfer is outside of the window and links nobody. */
  readonly late: boolean;
}

/** What an alert needs to know of a flagged transfer beside its place in the graph. */
export interface Flag {
  readonly transactionId: string;
  readonly reasons: readonly string[];
  readonly referenceCents: number;
}

/**
 * Finds the ring and the alert that a flagged transfer belongs to, and keeps both over time. Everything is told to it in
 * sequence order; what it answers and emits is a pure function of that.
 */
export class Placer {
  readonly #session: Session;
  readonly #config: Config['rings'];
  readonly #suspicion: SuspicionGraph;
  readonly #rings: RingTracker;
  readonly #alerts: AlertTracker;
  #recalledNow = Number.NEGATIVE_INFINITY;

  constructor(
    session: Session,
    config: Config['rings'],
    open: { readonly rings: readonly Ring[]; readonly alerts: readonly Alert[] },
  ) {
    this.#session = session;
    this.#config = config;
    this.#suspicion = new SuspicionGraph(config, session.windows[weekWindow]!);
    this.#rings = new RingTracker(config, open.rings);
    this.#alerts = new AlertTracker(config, open.alerts);
  }

  /**
   * Remembers decisions of before a restart: all of the window, in sequence order, before the first `note`. Those of `reversed`
   * transfers are passed over.
   */
  recall(decisions: readonly Decision[], reversed: ReadonlySet<number>): void {
    for (const { seq, at, from, to, score, late } of decisions) {
      if (late || reversed.has(seq)) continue;
      this.#recalledNow = Math.max(this.#recalledNow, at);
      const [sender, receiver] = [this.#session.accountKeys.find(from), this.#session.accountKeys.find(to)];
      this.#suspicion.note({ seq, at, from: sender, to: receiver, score }, this.#recalledNow);
    }
  }

  /** Notes every scored transfer, flagged or not, and lets rings and alerts fall asleep that had no news for too long. */
  note({ seq, at, now, from, to, score, late }: ScoredTransfer): void {
    this.#rings.advance(seq, now);
    this.#alerts.advance(now);
    if (!late) this.#suspicion.note({ seq, at, from, to, score }, now);
  }

  /** Takes a reversed transfer out of the suspicious links; rings and alerts that it already led to stay. */
  forget({ seq, from, to }: ReversalTarget): void {
    const keys = this.#session.accountKeys;
    this.#suspicion.forget(seq, keys.find(from), keys.find(to));
  }

  /** The ring that an account belongs to now, null when it is in none. */
  ringOf(account: string): string | null {
    return this.#rings.ringOf(account);
  }

  /** The group that a flagged transfer points to, itself included. */
  candidate({ from, to, now }: ScoredTransfer, shapes: Shapes): RingCandidate {
    return ringCandidate(shapes, this.#suspicion.groupAround(from, to, now), this.#config.membersMax);
  }

  /** Puts a flagged transfer into its ring and its alert. */
  place(
    transfer: ScoredTransfer,
    candidate: RingCandidate,
    flag: Flag,
  ): Pick<Decision, 'ringId' | 'alertId'> {
    const { seq, at, now, score } = transfer;
    const { transactionId } = flag;
    const key = (account: number) => this.#session.accountKeys.key(account);
    const members = candidate.members.map(({ account, role }) => ({ account: key(account), role }));
    const { typology, suspicion } = candidate;
    const ring = this.#rings.observe({ seq, at, transactionId, suspicion, typology, members });
    const ringId = ring?.ringId ?? null;
    const ends = { from: key(transfer.from), to: key(transfer.to) };
    const alertId = this.#alerts.observe({
      seq,
      at,
      now,
      score,
      ...flag,
      ...ends,
      ringId,
      absorbedRings: ring?.absorbed ?? [],
    });
    for (const closed of ring?.closed ?? []) this.#alerts.forgetRing(closed);
    return { ringId, alertId };
  }

  /** The events since the last call, in sequence order. */
  takeEvents(): { readonly ringEvents: readonly RingEvent[]; readonly alertEvents: readonly AlertEvent[] } {
    return { ringEvents: this.#rings.takeEvents(), alertEvents: this.#alerts.takeEvents() };
  }
}
