import type { Config } from '../../base/config.ts';
import { referenceCents } from '../../graph/model/currency.ts';
import { accountKey, type LabelEvent, type SequencedEvent } from '../../graph/model/event.ts';
import type { ReversalTarget, Session } from '../../graph/session/session.ts';
import { weekWindow } from '../../graph/window/windows.ts';
import type { Decision } from '../decision-model.ts';
import { shapeReason, suppressedReason } from '../reasons.ts';
import { AlertTracker } from './alert-tracker.ts';
import type { RingCandidate } from './candidate.ts';
import { communityCandidates, type GroupOf } from './community-candidates.ts';
import type { IdentifierTie } from './entities/entity-resolution.ts';
import { ringTie } from './entities/ring-tie.ts';
import { recogniseShapes } from './evidence/shapes.ts';
import { shapeWeight, transferWeight } from './evidence/suspicion.ts';
import type { Alert, AlertEvent, RingCause, RingEvent, RingTransfer, Typology } from './model.ts';
import { RecentTransfers } from './recent-transfers.ts';
import type { StoredRings } from './ring-index.ts';
import { RingTracker } from './ring-tracker.ts';
import type { SessionShape } from './session-shapes.ts';
import { clears } from './suppression.ts';
import { SuspicionGraph, type SuspiciousGroup } from './suspicion-graph.ts';

/** A scored transfer by its session accounts, at the session's time of its arrival. */
export interface ScoredTransfer {
  readonly transfer: RingTransfer;
  readonly now: number;
  readonly from: number;
  readonly to: number;
  /** A late transfer is outside of the window and links nobody. */
  readonly late: boolean;
  /** Decided REVIEW or REJECT. */
  readonly flagged: boolean;
  /** A label that was in force at its arrival says that it is legitimate. */
  readonly suppressed: boolean;
  /** The clearest shape that it closed at its arrival. */
  readonly shape: SessionShape | null;
  /** Identifiers that its accounts shared at its arrival, with each other or with others: see `EntityResolution.tiesAround`. */
  readonly ties: readonly IdentifierTie[];
}

/** What came before a restart and speaks for nothing any more. */
export interface TakenBack {
  /** Sequence numbers of reversed transfers. */
  readonly reversed: ReadonlySet<number>;
  /** The labels since the oldest decision of the window. */
  readonly labels: readonly SequencedEvent<LabelEvent>[];
}

/** Where a transfer belongs. */
export interface Placement {
  readonly ringId: string | null;
  readonly alertId: string | null;
  /** The shape that stands out around a transfer that was looked at; null for one that was not. */
  readonly typology: Typology | null;
}

/** The state of the trackers as it was stored. */
export interface OpenRings extends StoredRings {
  readonly alerts: readonly Alert[];
}

/** What there is before the first event. */
export const noOpenRings: OpenRings = {
  rings: [],
  evidence: new Map(),
  closedMembers: new Map(),
  alerts: [],
};

const nowhere: Placement = { ringId: null, alertId: null, typology: null };

/**
 * Finds the ring and the alert that a transfer belongs to, and keeps both over time. Everything is told to it in
 * sequence order; what it answers and emits is a pure function of that.
 */
export class Placer {
  readonly #session: Session;
  readonly #config: Config['rings'];
  readonly #recent: RecentTransfers;
  readonly #suspicion: SuspicionGraph;
  readonly #rings: RingTracker;
  readonly #alerts: AlertTracker;
  #ringEvents: RingEvent[] = [];
  #recalledNow = Number.NEGATIVE_INFINITY;

  constructor(session: Session, config: Config['rings'], open: OpenRings) {
    this.#session = session;
    this.#config = config;
    this.#recent = new RecentTransfers(config.recentTransfersMax);
    this.#suspicion = new SuspicionGraph(config, session.windows[weekWindow]!);
    this.#rings = new RingTracker(config, open);
    this.#alerts = new AlertTracker(config, open.alerts);
  }

  /**
   * Remembers decisions of before a restart: all of the window, in sequence order, before the first `place`; what was taken back since
   * is taken back again.
   */
  recall(decisions: readonly Decision[], { reversed, labels }: TakenBack): void {
    for (const decision of decisions) {
      const { seq, at, late, reasons } = decision;
      if (late) continue;
      this.#recalledNow = Math.max(this.#recalledNow, at);
      if (reasons.includes(suppressedReason)) continue;
      const keys = this.#session.accountKeys;
      const [from, to] = [keys.find(decision.from), keys.find(decision.to)];
      this.#remember(transferOf(decision), from, to, this.#recalledNow);
      const isCleared = (label: SequencedEvent<LabelEvent>) =>
        label.seq > seq && clears(label.event, decision);
      if (reversed.has(seq) || labels.some(isCleared)) this.#forgetOne(from, seq);
    }
  }

  /**
   * Takes in a scored transfer, flagged or not: lets rings and alerts fall asleep that had no news for too long, looks at the group around it
   * when it is suspicious enough, and puts it into its ring and its alert. `reasons` is asked for when it has an alert. A suppressed one
   * speaks for nothing.
   */
  place(scored: ScoredTransfer, reasons: (typology: Typology) => readonly string[]): Placement {
    const { transfer, now, from, to, late, flagged, suppressed } = scored;
    for (const ringId of this.#rings.advance(transfer.seq, now)) this.#alerts.forgetRing(ringId);
    this.#alerts.advance(now);
    this.#follow(now);
    if (suppressed) return nowhere;
    if (!late) this.#remember(transfer, from, to, now);
    if (!flagged && (late || from === to || transfer.score < this.#config.triggerScoreMin)) return nowhere;
    const candidate = this.#candidate(scored);
    const ringId = this.#rings.observe(candidate);
    const typology = typologyOf(scored.shape, candidate);
    let alertId: string | null = null;
    if (flagged || ringId !== null) {
      const ring = ringId === null ? null : { id: ringId, suspicion: this.#rings.suspicionOf(ringId) };
      alertId = this.#alerts.observe({ ...transfer, now, ring, reasons: reasons(typology) });
    }
    this.#follow(now);
    return { ringId, alertId, typology };
  }

  /**
   * Looks for rings inside of communities that were recomputed (cause COMMUNITY) or of the densest group (DENSE_GROUP). `by` is the transfer with which
   * that takes effect: its sequence number, its time and the session's. A ring that is born so has an alert of its own.
   */
  foldGroups(
    groupOf: GroupOf,
    by: { readonly seq: number; readonly at: number; readonly now: number },
    cause: Extract<RingCause, 'COMMUNITY' | 'DENSE_GROUP'>,
  ): void {
    const { seq, at, now } = by;
    for (const { strongest, group } of communityCandidates(this.#config, this.#suspicion, groupOf, now)) {
      if (group.netWeight < this.#config.bornWeightMin) continue;
      const { transfer } = strongest;
      const transactionId = transfer.transactionId;
      const candidate = this.#candidateOf(group, { seq, at, transactionId, cause });
      const ringId = this.#rings.observe(candidate);
      if (ringId === null) continue;
      if (!this.#alerts.has(ringId)) {
        const ring = { id: ringId, suspicion: this.#rings.suspicionOf(ringId) };
        const reasons = [shapeReason(typologyOf(null, candidate))];
        // The transaction may have raised another alert when it was placed.
        this.#alerts.observe({ ...transfer, seq, at, now, ring, reasons, raisedBy: ringId });
      }
      this.#follow(now);
    }
  }

  /** Takes a reversed transfer out of what speaks for rings; alerts that it led to stay. `by` is the reversal's place and time. */
  reverse({ seq, from, to }: ReversalTarget, by: { readonly seq: number; readonly at: number }): void {
    this.#forgetOne(this.#session.accountKeys.find(from), seq);
    this.#rings.reverse({ seq, from, to }, { ...by, cause: 'REVERSAL' });
    this.#follow(this.#session.now);
  }

  /** Takes the transfers that a label says were legitimate out of what speaks for rings. `by` is the label's place and time. */
  clear(label: LabelEvent, by: { readonly seq: number; readonly at: number }): void {
    const matches = (transfer: RingTransfer) => clears(label, transfer);
    const account = accountKey(label.account);
    this.#suspicion.forget(this.#session.accountKeys.find(account), ({ transfer }) => matches(transfer));
    this.#recent.forget(matches);
    this.#rings.clear(account, { ...by, cause: 'LABEL' }, matches);
    this.#follow(this.#session.now);
  }

  /** The ring that an account belongs to now, null when it is in none. */
  ringOf(account: string): string | null {
    return this.#rings.ringOf(account);
  }

  /** The events since the last call, in sequence order. */
  takeEvents(): { readonly ringEvents: readonly RingEvent[]; readonly alertEvents: readonly AlertEvent[] } {
    const ringEvents = this.#ringEvents;
    this.#ringEvents = [];
    return { ringEvents, alertEvents: this.#alerts.takeEvents() };
  }

  #remember(transfer: RingTransfer, from: number, to: number, now: number): void {
    if (from === to) return;
    this.#recent.note(transfer);
    this.#suspicion.note({ from, to, transfer }, now);
  }

  #forgetOne(account: number, seq: number): void {
    this.#suspicion.forget(account, ({ transfer }) => transfer.seq === seq);
    this.#recent.forgetOne(seq);
  }

  /** The group around a transfer: the suspicious links and the hard identifiers about it, and the accounts of the shape that it closed. */
  #candidate(scored: ScoredTransfer): RingCandidate {
    const { transfer, from, to, now, late, shape } = scored;
    const { seq, at, transactionId } = transfer;
    const ties = this.#suspiciousTies(scored);
    const group: SuspiciousGroup =
      late || from === to
        ? { members: [from, to], links: [], netWeight: 0 }
        : this.#suspicion.groupAround([from, to], now, ties.filter(isHard));
    const members = new Set(group.members);
    const inside = ties.filter(({ a, b }) => members.has(a) && members.has(b));
    const closed = shape !== null && shape.accounts.length <= this.#config.shapeMembersMax ? shape : null;
    const cause = closed === null ? causeOf(inside) : 'MOTIF';
    const around = this.#candidateOf(group, { seq, at, transactionId, cause }, inside);
    return closed === null ? around : this.#withShape(around, closed);
  }

  /** The ties of a transfer in the window between accounts that move suspicious money too: a home has more people than suspects. */
  #suspiciousTies({ ties, from, to, now, late }: ScoredTransfer): readonly IdentifierTie[] {
    if (late || from === to) return [];
    const isSuspicious = (account: number) =>
      account === from || account === to || this.#suspicion.isLinked(account, now);
    return ties.filter(({ a, b }) => isSuspicious(a) && isSuspicious(b));
  }

  #candidateOf(
    { members, links, netWeight }: SuspiciousGroup,
    origin: Pick<RingCandidate, 'seq' | 'at' | 'transactionId' | 'cause'>,
    ties: readonly IdentifierTie[] = [],
  ): RingCandidate {
    const keyOf = (account: number) => this.#session.accountKeys.key(account);
    const accounts = [...new Set(members)].map(keyOf);
    const softWeight = ties.reduce((sum, tie) => (isHard(tie) ? sum : sum + tie.weight), 0);
    return {
      ...origin,
      members: accounts,
      transfers: links.map(({ transfer }) => transfer),
      ties: ties.map((tie) => ringTie(tie, keyOf)),
      netWeight: netWeight + softWeight,
    };
  }

  /** Adds the accounts of a shape, the transfers between them that are remembered, and its clarity. */
  #withShape(candidate: RingCandidate, shape: SessionShape): RingCandidate {
    const transfers = new Map(candidate.transfers.map((transfer) => [transfer.seq, transfer]));
    const added = this.#recent.among(shape.transfers).filter(({ seq }) => !transfers.has(seq));
    for (const transfer of added) transfers.set(transfer.seq, transfer);
    const members = new Set(candidate.members);
    for (const account of shape.accounts) members.add(this.#session.accountKeys.key(account));
    const weight = added.reduce((sum, transfer) => sum + transferWeight(transfer), 0);
    const cost = this.#config.memberCost * (members.size - candidate.members.length);
    return {
      ...candidate,
      members: [...members],
      transfers: [...transfers.values()].sort((a, b) => a.seq - b.seq),
      netWeight: candidate.netWeight + weight - cost + shapeWeight * shape.clarity,
    };
  }

  /** Hands the new ring events on, and to the alerts. */
  #follow(now: number): void {
    for (const event of this.#rings.takeEvents()) {
      this.#ringEvents.push(event);
      this.#alerts.follow(event, now);
    }
  }
}

/** Hard ties join accounts to a group; soft ones only add to its weight. */
function isHard({ strength }: IdentifierTie): boolean {
  return strength === 'HARD';
}

/** What brings up a group that closes no shape. */
function causeOf(ties: readonly IdentifierTie[]): RingCause {
  return ties.some(isHard) ? 'SHARED_IDENTIFIER' : 'FLAGGED_TRANSFER';
}

/** The evidence that a decided transfer is. */
function transferOf(decision: Decision): RingTransfer {
  const { seq, transactionId, at, from, to, amountMinor, currency, score } = decision;
  const cents = referenceCents(amountMinor, currency);
  return { seq, transactionId, at, from, to, amountMinor, currency, referenceCents: cents, score };
}

function typologyOf(shape: SessionShape | null, { transfers }: RingCandidate): Typology {
  return shape?.typology ?? recogniseShapes(transfers)[0]?.typology ?? 'RANDOM';
}
