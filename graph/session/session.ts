import { assert } from '../../base/assert.ts';
import type { Config } from '../../base/config.ts';
import { referenceCents } from '../model/currency.ts';
import {
  type AuthenticationEvent,
  accountKey,
  type GraphEvent,
  identifierKinds,
  type LabelEvent,
  type LogEvent,
  type ReversalEvent,
  type SequencedEvent,
  type TransferEvent,
} from '../model/event.ts';
import { WindowIndex, type WindowObserver } from '../window/window-index.ts';
import type { WindowTransfers } from '../window/window-transfers.ts';
import { type WindowLengths, weekWindow, windowCount, windowLengths } from '../window/windows.ts';
import { AccountColumns } from './account-columns.ts';
import { ActivityColumns, activityKind } from './activity-columns.ts';
import { IdentifierIndex } from './identifier-index.ts';
import { KeyTable } from './key-table.ts';
import { LabelColumns } from './label-columns.ts';
import { PairColumns } from './pair-columns.ts';

/** What the arrival of one transfer looked like, with what was known just before it. Its `slot` is valid until the next event. */
export interface Arrival {
  readonly seq: number;
  readonly event: TransferEvent;
  readonly from: number;
  readonly to: number;
  readonly cents: number;
  /** True when it is older than the allowed lateness: it is not in the window and `slot` is -1. */
  readonly late: boolean;
  readonly slot: number;
  /** Row of the pair, -1 for a self-transfer. */
  readonly pair: number;
  /** Row of the opposite pair, -1 when money never went the other way. */
  readonly reversePair: number;
  /** Newest times before this transfer, -Infinity when there was none. */
  readonly fromLastOutAt: number;
  readonly fromLastInAt: number;
  readonly toLastInAt: number;
  readonly toLastOutAt: number;
  readonly pairLastAt: number;
  /** First sight of the accounts, this transfer included. */
  readonly fromFirstSeenAt: number;
  readonly toFirstSeenAt: number;
}

/** Where a reversed transfer is: the caller reads it from the store. */
export interface ReversalTarget {
  readonly seq: number;
  /** Account keys. */
  readonly from: string;
  readonly to: string;
}

/**
 * The in-memory graph of one window. It is a pure function of the events applied to it, in sequence order: no clock, no
 * randomness, no store. Time is the newest `at` of its transfers (other events do not move it); a transfer leaves a window
 * exactly when `at <= now - window`. Every counter is a whole number, so a session that saw the same events holds the same bits.
 *
 * A reversal takes its transfer out of the windows; what is remembered for life (first and last times, lifetime counts)
 * stays, because it was known. A late transfer changes nothing but the lifetime memory of identifiers. Authentications and logs
 * are at their own time, wherever they come in the sequence, and so are labels: ask for them as of the time of a transfer.
 */
export class Session implements WindowObserver {
  readonly accounts: AccountColumns;
  readonly accountKeys: KeyTable;
  readonly pairs: PairColumns;
  readonly identifiers: IdentifierIndex;
  readonly activities: ActivityColumns;
  readonly windows: WindowLengths;
  readonly window: WindowIndex<AccountColumns>;
  readonly labels: LabelColumns;
  readonly #allowedLatenessMs: number;
  readonly #halfLifeMs: number;
  readonly #observers: WindowObserver[] = [];
  #seq = 0;

  constructor(config: Config['session']) {
    this.windows = windowLengths(config.windowMs, config.longestWindowMs);
    this.#allowedLatenessMs = config.allowedLatenessMs;
    this.#halfLifeMs = config.halfLifeMs;
    this.accountKeys = new KeyTable(config.accountsMax, 'session.accountsMax');
    this.accounts = new AccountColumns(config.accountsMax, windowCount);
    this.pairs = new PairColumns(this.accounts, () => this.window.transfers, config.pairsMax);
    this.window = new WindowIndex(this.windows, this.accounts, config, this);
    this.identifiers = new IdentifierIndex(config.identifiersMax);
    this.activities = new ActivityColumns(config.activitiesMax, config.activitiesPerAccountMax);
    this.labels = new LabelColumns(config.labelsMax);
  }

  /** Tells `observer` of every transfer that enters or leaves a window from now on. Before the first event, so that it misses none. */
  observe(observer: WindowObserver): void {
    assert(this.#seq === 0, 'an observer that came after the first event');
    this.#observers.push(observer);
  }

  /** For the window alone. */
  entered(slot: number, window: number): void {
    this.pairs.entered(slot, window);
    for (const observer of this.#observers) observer.entered(slot, window);
  }

  /** For the window alone. */
  left(slot: number, window: number): void {
    this.pairs.left(slot, window);
    for (const observer of this.#observers) observer.left(slot, window);
  }

  /** The newest time of a transfer, -Infinity before the first one. */
  get now(): number {
    return this.window.now;
  }

  /** The transfers of the longest window. */
  get transfers(): WindowTransfers {
    return this.window.transfers;
  }

  /** The sequence number of the last event that was applied. */
  get seq(): number {
    return this.#seq;
  }

  get accountCount(): number {
    return this.accountKeys.size;
  }

  /** Transfers that the longest window holds, reversed ones included. */
  get transferCount(): number {
    return this.transfers.size;
  }

  /** The lowest sequence number of the transfers of the week's window, reversed ones included; one past the last event when it holds none. O(longest window). */
  oldestSeq(): number {
    const { transfers } = this;
    const cutoff = this.now - this.windows[weekWindow];
    let oldest = this.#seq + 1;
    for (let slot = 0; slot < transfers.used; slot += 1) {
      if (transfers.seq[slot] !== 0 && transfers.at[slot]! > cutoff)
        oldest = Math.min(oldest, transfers.seq[slot]!);
    }
    return oldest;
  }

  /** The sequence numbers of the transfers of the longest window that were reversed. O(window). */
  reversedSeqs(): ReadonlySet<number> {
    const { transfers } = this;
    const reversed = new Set<number>();
    for (let slot = 0; slot < transfers.used; slot += 1) {
      if (transfers.seq[slot] !== 0 && !transfers.isLinked(slot)) reversed.add(transfers.seq[slot]!);
    }
    return reversed;
  }

  /** Applies a transfer. Amortised O(1), a late one O(transfers of its accounts). */
  applyTransfer(item: SequencedEvent<TransferEvent>): Arrival {
    const { event } = item;
    this.#seq = item.seq;
    const from = this.#account(accountKey(event.from));
    const to = this.#account(accountKey(event.to));
    this.#linkIdentifiers(from, event);
    const late = event.at < this.now - this.#allowedLatenessMs || this.window.isPast(event.at);
    const arrival = this.#before(item, from, to, late);
    if (late) return arrival;
    const { cents, pair } = arrival;
    this.pairs.expect(pair);
    const slot = this.window.add({ from, to, at: event.at, seq: item.seq, cents });
    this.#remember(arrival, event.at);
    return { ...arrival, slot };
  }

  /** Takes a reversed transfer out of the windows. One that already left changes nothing. O(transfers of its sender in the window). */
  applyReversal(item: SequencedEvent<ReversalEvent>, target: ReversalTarget): void {
    this.#seq = item.seq;
    const from = this.accountKeys.find(target.from);
    if (from === -1) return;
    const slot = this.transfers.find(from, target.from === target.to, target.seq);
    if (slot !== -1) this.window.retract(slot);
  }

  /** Applies an authentication or a log: links the identifiers that it shows to its account, and remembers what it did. */
  applyActivity({ seq, event }: SequencedEvent<AuthenticationEvent | LogEvent>): void {
    this.#seq = seq;
    const account = this.#account(accountKey(event.account));
    this.#linkIdentifiers(account, event);
    const kind = activityKind(event);
    if (kind !== null) this.activities.add(account, event.at, kind);
  }

  /** Applies a label: transfers that come after it see it, unless it was confirmed after their own time. Moves no time. O(1). */
  applyLabel({ seq, event }: SequencedEvent<LabelEvent>): void {
    this.#seq = seq;
    this.labels.add(this.#account(accountKey(event.account)), event, seq);
  }

  #account(key: string): number {
    const index = this.accountKeys.intern(key);
    this.accounts.ensure(index + 1);
    return index;
  }

  #linkIdentifiers(account: number, event: Exclude<GraphEvent, ReversalEvent | LabelEvent>): void {
    for (const kind of identifierKinds) {
      const id = event[kind];
      if (id !== undefined) this.identifiers.link(account, kind, id, event.at);
    }
  }

  #before(item: SequencedEvent<TransferEvent>, from: number, to: number, late: boolean): Arrival {
    const { event } = item;
    const { accounts } = this;
    const self = from === to;
    const pair = self || late ? (self ? -1 : this.pairs.table.find(from, to)) : this.pairs.intern(from, to);
    return {
      seq: item.seq,
      event,
      from,
      to,
      cents: referenceCents(event.amountMinor, event.currency),
      late,
      slot: -1,
      pair,
      reversePair: self ? -1 : this.pairs.table.find(to, from),
      fromLastOutAt: accounts.lastOutAt[from]!,
      fromLastInAt: accounts.lastInAt[from]!,
      toLastInAt: accounts.lastInAt[to]!,
      toLastOutAt: accounts.lastOutAt[to]!,
      pairLastAt: pair === -1 ? Number.NEGATIVE_INFINITY : this.pairs.lastAt[pair]!,
      fromFirstSeenAt: Math.min(accounts.firstSeenAt[from]!, event.at),
      toFirstSeenAt: Math.min(accounts.firstSeenAt[to]!, event.at),
    };
  }

  #remember(arrival: Arrival, at: number): void {
    const { accounts } = this;
    const { from, to, cents, pair } = arrival;
    accounts.firstSeenAt[from] = Math.min(accounts.firstSeenAt[from]!, at);
    accounts.firstSeenAt[to] = Math.min(accounts.firstSeenAt[to]!, at);
    if (pair === -1) return;
    accounts.decayedOut.add(from, cents, at, this.#halfLifeMs);
    accounts.decayedIn.add(to, cents, at, this.#halfLifeMs);
    accounts.lastOutAt[from] = Math.max(accounts.lastOutAt[from]!, at);
    accounts.lastInAt[to] = Math.max(accounts.lastInAt[to]!, at);
    accounts.lifeOutCount[from]! += 1;
    accounts.lifeOutSum[from]! += cents;
    accounts.lifeOutMax[from] = Math.max(accounts.lifeOutMax[from]!, cents);
    accounts.lifeInCount[to]! += 1;
    accounts.lifeInSum[to]! += cents;
    this.pairs.remember(pair, cents, at, this.#halfLifeMs);
  }
}
