import { dayMs, hourMs } from '../../base/clock.ts';
import { referenceCents } from '../../graph/model/currency.ts';
import {
  accountKey,
  type IdentifierKind,
  identifiersOf,
  type SequencedEvent,
  type TransferEvent,
} from '../../graph/model/event.ts';

/** The settings that the window depends on. */
export interface WindowSettings {
  readonly windowMs: number;
  readonly longestWindowMs: number;
  readonly allowedLatenessMs: number;
}

/** A transfer as the naive window remembers it. */
export interface NaiveTransfer {
  readonly seq: number;
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly cents: number;
  readonly event: TransferEvent;
  /** Came too late to enter the window. */
  readonly late: boolean;
  /** The time of the window just after it arrived. */
  readonly nowThen: number;
  /** The sequence number of its first reversal, Infinity without one. */
  readonly reversedSeq: number;
}

/** One ordered pair of accounts with a transfer in the week's window. */
export interface NaivePair {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly sum: number;
  readonly activeSince: number;
  readonly lastAt: number;
  /** Nothing between the two is older than the window. */
  readonly fresh: boolean;
}

interface Use {
  readonly account: string;
  readonly identifier: string;
}

const newestOf = (times: readonly number[]): number => Math.max(Number.NEGATIVE_INFINITY, ...times);
export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
export const centsOf = (transfers: readonly NaiveTransfer[]): number =>
  sumOf(transfers.map(({ cents }) => cents));
/** In the order of (at, seq). */
export const inTime = (a: NaiveTransfer, b: NaiveTransfer): number => a.at - b.at || a.seq - b.seq;

/**
 * What the session must say after a list of events, by the words of its contract: a plain list that every question walks from
 * its start. Slow on purpose; nothing here is kept up to date.
 */
export class NaiveWindow {
  readonly now: number;
  /** Accounts in the order of their first appearance. */
  readonly accounts: readonly string[];
  /** Every transfer in sequence order, late ones too. */
  readonly arrived: readonly NaiveTransfer[];
  /** Those that entered the window when they came. */
  readonly entered: readonly NaiveTransfer[];
  /** Hour, six hours, day, week's and longest window. */
  readonly lengths: readonly [number, number, number, number, number];
  readonly #uses: readonly Use[];
  readonly #active: readonly NaivePair[];

  constructor(log: readonly SequencedEvent[], settings: WindowSettings) {
    const { windowMs, longestWindowMs } = settings;
    const upTo = (length: number) => Math.min(length, windowMs);
    this.lengths = [upTo(hourMs), upTo(6 * hourMs), upTo(dayMs), windowMs, longestWindowMs];
    this.arrived = arrivedOf(log, settings);
    this.entered = this.arrived.filter(({ late }) => !late);
    this.now = newestOf(this.entered.map(({ at }) => at));
    this.accounts = [...new Set(log.flatMap(({ event }) => accountsOf(event)))];
    this.#uses = log.flatMap(({ event }) => usesOf(event));
    this.#active = this.#activePairs();
  }

  /** Transfers in a window (0 hour, 1 six hours, 2 day, 3 week, 4 longest), reversed ones left out, in sequence order. */
  inWindow(window: number): NaiveTransfer[] {
    const length = this.lengths[window] as number;
    return this.entered.filter((t) => t.reversedSeq === Number.POSITIVE_INFINITY && this.now - length < t.at);
  }

  /** Transfers that hold a place in the longest window: reversed ones are among them. */
  get held(): number {
    return this.entered.filter(({ at }) => this.now - this.lengths[4] < at).length;
  }

  sentIn(account: string, window: number): NaiveTransfer[] {
    return this.inWindow(window).filter(({ from, to }) => from === account && to !== account);
  }

  receivedIn(account: string, window: number): NaiveTransfer[] {
    return this.inWindow(window).filter(({ from, to }) => to === account && from !== account);
  }

  selfIn(account: string, window: number): NaiveTransfer[] {
    return this.inWindow(window).filter(({ from, to }) => from === account && to === account);
  }

  /** Over the whole life: reversed and expired ones too, self-transfers not. */
  sentEver(account: string): NaiveTransfer[] {
    return this.entered.filter(({ from, to }) => from === account && to !== account);
  }

  receivedEver(account: string): NaiveTransfer[] {
    return this.entered.filter(({ from, to }) => to === account && from !== account);
  }

  betweenEver(from: string, to: string): NaiveTransfer[] {
    return from === to ? [] : this.entered.filter((t) => t.from === from && t.to === to);
  }

  betweenIn(from: string, to: string, window: number): NaiveTransfer[] {
    return from === to ? [] : this.inWindow(window).filter((t) => t.from === from && t.to === to);
  }

  /** The earliest transfer that the account had a part in, Infinity before the first. */
  firstSeenAt(account: string): number {
    const own = this.entered.filter(({ from, to }) => from === account || to === account);
    return Math.min(Number.POSITIVE_INFINITY, ...own.map(({ at }) => at));
  }

  lastAt(transfers: readonly NaiveTransfer[]): number {
    return newestOf(transfers.map(({ at }) => at));
  }

  /** Pairs with a transfer in the week's window, the one that a transfer entered last first. */
  get activePairs(): readonly NaivePair[] {
    return this.#active;
  }

  pairsFrom(account: string): NaivePair[] {
    return this.#active.filter(({ from }) => from === account);
  }

  pairsTo(account: string): NaivePair[] {
    return this.#active.filter(({ to }) => to === account);
  }

  pair(from: string, to: string): NaivePair | undefined {
    return this.#active.find((pair) => pair.from === from && pair.to === to);
  }

  /** The most accounts that used one identifier of this kind of the account. */
  sharedBy(account: string, kind: IdentifierKind): number {
    const own = this.#identifiersOf(account).filter((identifier) => identifier.startsWith(`${kind}:`));
    const users = (identifier: string) =>
      new Set(this.#uses.filter((use) => use.identifier === identifier).map((use) => use.account)).size;
    return Math.max(0, ...own.map(users));
  }

  common(a: string, b: string): number {
    const others = new Set(this.#identifiersOf(b));
    return this.#identifiersOf(a).filter((identifier) => others.has(identifier)).length;
  }

  #identifiersOf(account: string): string[] {
    return [
      ...new Set(this.#uses.filter((use) => use.account === account).map(({ identifier }) => identifier)),
    ];
  }

  #activePairs(): NaivePair[] {
    const intoWeek = this.entered.filter(({ at, nowThen }) => nowThen - this.lengths[3] < at);
    const newestFirst = intoWeek.sort((a, b) => b.seq - a.seq);
    const seen = new Set<string>();
    const pairs: NaivePair[] = [];
    for (const { from, to } of newestFirst) {
      if (from === to || seen.has(`${from} ${to}`)) continue;
      seen.add(`${from} ${to}`);
      const present = this.betweenIn(from, to, 3);
      if (present.length > 0) pairs.push(this.#pairOf(from, to, present));
    }
    return pairs;
  }

  #pairOf(from: string, to: string, present: readonly NaiveTransfer[]): NaivePair {
    const ever = this.betweenEver(from, to);
    const windowMs = this.lengths[3];
    const wasEmptyBefore = (t: NaiveTransfer) =>
      t.nowThen - windowMs < t.at &&
      !ever.some((e) => e.seq < t.seq && e.reversedSeq > t.seq && t.nowThen - windowMs < e.at);
    return {
      from,
      to,
      count: present.length,
      sum: centsOf(present),
      activeSince: (ever.filter(wasEmptyBefore).at(-1) as NaiveTransfer).at,
      lastAt: this.lastAt(ever),
      fresh: ever.every(({ at }) => this.now - windowMs < at),
    };
  }
}

function arrivedOf(log: readonly SequencedEvent[], settings: WindowSettings): NaiveTransfer[] {
  let now = Number.NEGATIVE_INFINITY;
  const arrived: NaiveTransfer[] = [];
  for (const { seq, event } of log) {
    if (event.kind !== 'transfer') continue;
    const late = event.at < now - settings.allowedLatenessMs || event.at <= now - settings.longestWindowMs;
    if (!late) now = Math.max(now, event.at);
    const reversal = log.find(
      (other) => other.event.kind === 'reversal' && other.event.reverses === event.id,
    );
    arrived.push({
      seq,
      at: event.at,
      from: accountKey(event.from),
      to: accountKey(event.to),
      cents: referenceCents(event.amountMinor, event.currency),
      event,
      late,
      nowThen: now,
      reversedSeq: reversal?.seq ?? Number.POSITIVE_INFINITY,
    });
  }
  return arrived;
}

function accountsOf(event: SequencedEvent['event']): string[] {
  if (event.kind === 'reversal') return [];
  if (event.kind === 'transfer') return [accountKey(event.from), accountKey(event.to)];
  return [accountKey(event.account)];
}

function usesOf(event: SequencedEvent['event']): Use[] {
  const [account] = accountsOf(event);
  if (event.kind === 'reversal' || event.kind === 'label' || account === undefined) return [];
  return identifiersOf(event).map(({ kind, id }) => ({ account, identifier: `${kind}:${id}` }));
}
