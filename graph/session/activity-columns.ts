import type { AuthenticationEvent, LogEvent } from '../model/event.ts';
import { logAction } from '../model/log-action.ts';
import { grown, nextCapacity } from '../window/columns.ts';
import { type WindowLengths, weekWindow } from '../window/windows.ts';

const startCapacity = 1024;
const none = -1;
const ever = Number.NEGATIVE_INFINITY;

/** What is remembered of an authentication or a log. */
const activityKinds = ['success', 'failure', 'change'] as const;
type ActivityKind = (typeof activityKinds)[number];

/** One count per window up to the week's, shortest first. */
type WindowCounts = readonly [number, number, number, number];
/** What to remember an event as. A log counts when it changed something sensitive, null otherwise: the rest would only push that out. */
export function activityKind(event: AuthenticationEvent | LogEvent): ActivityKind | null {
  if (event.kind === 'authentication') return event.outcome;
  return logAction(event.action) === 'other' ? null : 'change';
}

/** What an account did before a moment, in the windows that end at that moment. */
export interface ActivitySummary {
  /** Successful and failed ones together. */
  readonly authentications: WindowCounts;
  readonly failures: WindowCounts;
  /** Sensitive changes: every `LogAction` but `other`. */
  readonly changes: WindowCounts;
  /** Newest times in the longest window, -Infinity without one. */
  readonly lastSuccessAt: number;
  readonly lastFailureAt: number;
  readonly lastChangeAt: number;
  /** True when activities that may lie in the longest window were dropped at a limit: there may be more than is said. */
  readonly capped: boolean;
}

const silence: WindowCounts = [0, 0, 0, 0];
const nothing: ActivitySummary = {
  authentications: silence,
  failures: silence,
  changes: silence,
  lastSuccessAt: ever,
  lastFailureAt: ever,
  lastChangeAt: ever,
  capped: false,
};

class Tally {
  readonly counts: [number, number, number, number] = [0, 0, 0, 0];
  lastAt = ever;
}

/**
 * The latest authentications and sensitive changes, in typed arrays of 21 bytes each: of the stream the last `activitiesMax`
 * that came, of an account the `perAccountMax` newest by time; past a limit the first to come, or the account's oldest, is
 * dropped. Every account's activities form a list ordered by (at, arrival). There is no expiry by time: a summary looks at
 * the windows before a moment that the caller names, so that an event out of order sees neither less nor more than its past.
 */
export class ActivityColumns {
  #at = new Float64Array(startCapacity);
  /** -1 for a slot whose activity was dropped at the limit of its account. */
  #account = new Int32Array(startCapacity);
  #kind = new Uint8Array(startCapacity);
  #older = new Int32Array(startCapacity);
  #newer = new Int32Array(startCapacity);
  #arrived = 0;
  /** Ends of the account's list, its length, and the newest time that was dropped from it. */
  #newest = new Int32Array(startCapacity).fill(none);
  #oldest = new Int32Array(startCapacity).fill(none);
  #count = new Uint32Array(startCapacity);
  #droppedAt = new Float64Array(startCapacity).fill(ever);
  readonly #activitiesMax: number;
  readonly #perAccountMax: number;

  constructor(activitiesMax: number, perAccountMax: number) {
    this.#activitiesMax = activitiesMax;
    this.#perAccountMax = perAccountMax;
  }

  /** Remembers an activity at its time. O(1), out of order O(the account's newer ones), at most `perAccountMax`. */
  add(account: number, at: number, kind: ActivityKind): void {
    this.#ensureAccount(account);
    const slot = this.#take();
    this.#at[slot] = at;
    this.#account[slot] = account;
    this.#kind[slot] = activityKinds.indexOf(kind);
    this.#link(slot, account, at);
    if (this.#count[account]! > this.#perAccountMax) this.#drop(this.#oldest[account]!);
  }

  /**
   * What an account did up to and including `at`: an activity counts in a window while `at - window < time <= at`.
   * O(activities of the account that are newer than the longest window), at most `perAccountMax`.
   */
  summary(account: number, at: number, windows: WindowLengths): ActivitySummary {
    if (account >= this.#newest.length) return nothing;
    const start = at - windows[weekWindow];
    const capped = this.#droppedAt[account]! > start;
    if (this.#newest[account] === none && !capped) return nothing;
    const tallies = [new Tally(), new Tally(), new Tally()] as const;
    for (let slot = this.#newest[account]!; slot !== none; slot = this.#older[slot]!) {
      const time = this.#at[slot]!;
      if (time <= start) break;
      if (time > at) continue;
      const tally = tallies[this.#kind[slot]!]!;
      tally.lastAt = Math.max(tally.lastAt, time);
      for (let window = 0; window <= weekWindow; window += 1) {
        if (time > at - windows[window]!) tally.counts[window]! += 1;
      }
    }
    const [success, failure, change] = tallies;
    const of = (window: 0 | 1 | 2 | 3) => success.counts[window] + failure.counts[window];
    return {
      authentications: [of(0), of(1), of(2), of(3)],
      failures: failure.counts,
      changes: change.counts,
      lastSuccessAt: success.lastAt,
      lastFailureAt: failure.lastAt,
      lastChangeAt: change.lastAt,
      capped,
    };
  }

  /** Links a slot into its account's list, after all that are not newer. */
  #link(slot: number, account: number, at: number): void {
    let newer = none;
    let older = this.#newest[account]!;
    while (older !== none && this.#at[older]! > at) {
      newer = older;
      older = this.#older[older]!;
    }
    this.#join(account, newer, slot);
    this.#join(account, slot, older);
    this.#count[account]! += 1;
  }

  /** Makes two slots neighbours; `none` stands for the end of the account's list. */
  #join(account: number, newer: number, older: number): void {
    if (newer === none) this.#newest[account] = older;
    else this.#older[newer] = older;
    if (older === none) this.#oldest[account] = newer;
    else this.#newer[older] = newer;
  }

  #drop(slot: number): void {
    const account = this.#account[slot]!;
    this.#join(account, this.#newer[slot]!, this.#older[slot]!);
    this.#account[slot] = none;
    this.#count[account]! -= 1;
    this.#droppedAt[account] = Math.max(this.#droppedAt[account]!, this.#at[slot]!);
  }

  /** The slot of the next activity: a new one until the limit, then that of the first that came. */
  #take(): number {
    const slot = this.#arrived % this.#activitiesMax;
    this.#arrived += 1;
    if (this.#arrived > this.#activitiesMax) {
      if (this.#account[slot] !== none) this.#drop(slot);
    } else if (slot === this.#at.length) {
      this.#grow();
    }
    return slot;
  }

  #grow(): void {
    const before = this.#at.length;
    const capacity = nextCapacity(before, before + 1, this.#activitiesMax, 'session.activitiesMax');
    this.#at = grown(this.#at, capacity);
    this.#account = grown(this.#account, capacity);
    this.#kind = grown(this.#kind, capacity);
    this.#older = grown(this.#older, capacity);
    this.#newer = grown(this.#newer, capacity);
  }

  #ensureAccount(account: number): void {
    const before = this.#newest.length;
    if (account < before) return;
    const capacity = Math.max(Math.ceil(before * 1.5), account + 1);
    this.#newest = grown(this.#newest, capacity).fill(none, before);
    this.#oldest = grown(this.#oldest, capacity).fill(none, before);
    this.#count = grown(this.#count, capacity);
    this.#droppedAt = grown(this.#droppedAt, capacity).fill(ever, before);
  }
}
