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
import { AccountColumns } from './account-columns.ts';
import { ActivityColumns, activityKind } from './activity-columns.ts';
import { sumWithout } from './columns.ts';
import { ExpiryQueue } from './expiry-queue.ts';
import { IdentifierIndex } from './identifier-index.ts';
import { KeyTable } from './key-table.ts';
import { LabelColumns } from './label-columns.ts';
import { PairColumns } from './pair-columns.ts';
import { TransferColumns } from './transfer-columns.ts';
import { longWindow, windowCount, windowLengths } from './windows.ts';

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
export class Session {
  readonly accounts: AccountColumns;
  readonly accountKeys: KeyTable;
  readonly pairs: PairColumns;
  readonly transfers: TransferColumns;
  readonly identifiers: IdentifierIndex;
  readonly activities: ActivityColumns;
  readonly labels: LabelColumns;
  readonly windows: readonly [number, number, number];
  readonly #allowedLatenessMs: number;
  readonly #expiry = new ExpiryQueue();
  #now = Number.NEGATIVE_INFINITY;
  #seq = 0;

  constructor(config: Config['session']) {
    this.windows = windowLengths(config.windowMs);
    this.#allowedLatenessMs = config.allowedLatenessMs;
    this.accountKeys = new KeyTable(config.accountsMax, 'session.accountsMax');
    this.accounts = new AccountColumns(config.accountsMax);
    this.pairs = new PairColumns(this.accounts, config.pairsMax);
    this.transfers = new TransferColumns(this.accounts, config.transfersMax);
    this.identifiers = new IdentifierIndex(config.identifiersMax);
    this.activities = new ActivityColumns(config.activitiesMax, config.activitiesPerAccountMax);
    this.labels = new LabelColumns(config.labelsMax);
  }

  /** The newest time of a transfer, -Infinity before the first one. */
  get now(): number {
    return this.#now;
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

  /** The lowest sequence number of the transfers that the longest window holds, reversed ones included; one past the last event when it holds none. O(window). */
  oldestSeq(): number {
    const { transfers } = this;
    let oldest = this.#seq + 1;
    for (let slot = 0; slot < transfers.used; slot += 1) {
      if (transfers.seq[slot] !== 0) oldest = Math.min(oldest, transfers.seq[slot]!);
    }
    return oldest;
  }

  /** The sequence numbers of the transfers of the longest window that were reversed. O(window). */
  reversedSeqs(): ReadonlySet<number> {
    const { transfers } = this;
    const reversed = new Set<number>();
    for (let slot = 0; slot < transfers.used; slot += 1) {
      if (transfers.seq[slot] !== 0 && transfers.inWindows[slot] === 0) reversed.add(transfers.seq[slot]!);
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
    const late =
      event.at < this.#now - this.#allowedLatenessMs || event.at <= this.#now - this.windows[longWindow];
    const arrival = this.#before(item, from, to, late);
    if (!late) this.#advance(event.at);
    const slot = late ? -1 : this.#enter(item.seq, event.at, arrival);
    return { ...arrival, slot };
  }

  /** Takes a reversed transfer out of the windows. One that already left changes nothing. O(transfers of its sender in the window). */
  applyReversal(item: SequencedEvent<ReversalEvent>, target: ReversalTarget): void {
    this.#seq = item.seq;
    const from = this.accountKeys.find(target.from);
    if (from === -1) return;
    const slot = this.transfers.find(from, target.from === target.to, target.seq);
    if (slot === -1) return;
    for (let window = 0; window < windowCount; window += 1) this.#leave(slot, window);
    this.transfers.unlink(slot);
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
    this.labels.add(this.#account(accountKey(event.account)), event.verdict, event.at, seq);
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

  /** Moves time forward and lets every window drop what is too old, shortest window first. */
  #advance(at: number): void {
    if (at <= this.#now) return;
    this.#now = at;
    for (let window = 0; window < windowCount; window += 1) {
      const cutoff = at - this.windows[window]!;
      for (
        let slot = this.#expiry.next(window, cutoff);
        slot !== -1;
        slot = this.#expiry.next(window, cutoff)
      ) {
        this.#leave(slot, window);
        if (window === longWindow) this.#drop(slot);
      }
    }
  }

  #drop(slot: number): void {
    const pair = this.transfers.pair[slot]!;
    if (pair !== -1) this.pairs.agedCount[pair]! += 1;
    this.transfers.unlink(slot);
    this.transfers.release(slot);
  }

  #enter(seq: number, at: number, arrival: Arrival): number {
    const { from, to, cents, pair } = arrival;
    const slot = this.transfers.add({ from, to, at, seq, cents, pair });
    const inOrder = at === this.#now;
    if (inOrder) this.#expiry.push(slot, at);
    for (let window = 0; window < windowCount; window += 1) {
      if (at <= this.#now - this.windows[window]!) continue;
      this.transfers.inWindows[slot]! |= 1 << window;
      if (!inOrder) this.#expiry.pushLate(window, slot, at);
      this.#count(slot, window);
    }
    this.#remember(arrival, at);
    return slot;
  }

  #count(slot: number, window: number): void {
    const { accounts, transfers } = this;
    const from = transfers.from[slot]! * windowCount + window;
    const to = transfers.to[slot]! * windowCount + window;
    if (from === to) {
      accounts.selfCount[from]! += 1;
      return;
    }
    const cents = transfers.cents[slot]!;
    accounts.outCount[from]! += 1;
    accounts.outSum[from]! += cents;
    accounts.inCount[to]! += 1;
    accounts.inSum[to]! += cents;
    this.pairs.enter(transfers.pair[slot]!, window, cents, transfers.at[slot]!);
  }

  #leave(slot: number, window: number): void {
    const { accounts, transfers } = this;
    if ((transfers.inWindows[slot]! & (1 << window)) === 0) return;
    transfers.inWindows[slot]! &= ~(1 << window);
    const from = transfers.from[slot]! * windowCount + window;
    const to = transfers.to[slot]! * windowCount + window;
    if (from === to) {
      accounts.selfCount[from]! -= 1;
      return;
    }
    const cents = transfers.cents[slot]!;
    accounts.outCount[from]! -= 1;
    accounts.outSum[from] = sumWithout(accounts.outSum[from]!, cents, accounts.outCount[from]!);
    accounts.inCount[to]! -= 1;
    accounts.inSum[to] = sumWithout(accounts.inSum[to]!, cents, accounts.inCount[to]!);
    this.pairs.leave(transfers.pair[slot]!, window, cents);
  }

  #remember(arrival: Arrival, at: number): void {
    const { accounts } = this;
    const { from, to, cents, pair } = arrival;
    accounts.firstSeenAt[from] = Math.min(accounts.firstSeenAt[from]!, at);
    accounts.firstSeenAt[to] = Math.min(accounts.firstSeenAt[to]!, at);
    if (pair === -1) return;
    accounts.lastOutAt[from] = Math.max(accounts.lastOutAt[from]!, at);
    accounts.lastInAt[to] = Math.max(accounts.lastInAt[to]!, at);
    accounts.lifeOutCount[from]! += 1;
    accounts.lifeOutSum[from]! += cents;
    accounts.lifeOutMax[from] = Math.max(accounts.lifeOutMax[from]!, cents);
    accounts.lifeInCount[to]! += 1;
    accounts.lifeInSum[to]! += cents;
    this.pairs.remember(pair, cents, at);
  }
}
