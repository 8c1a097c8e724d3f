import { present } from '../../base/assert.ts';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import type { CommunityJob, CommunityPoint, CommunityResult } from './community-job.ts';

type Settings = Pick<Config['communities'], 'everyMs' | 'delayTransfers'>;

/** How the recomputations kept up, since the schedule was made. */
export interface CommunityCounts {
  /** Times that a result was not there when it was to take effect, and how long scoring waited for them in all. */
  readonly waits: number;
  readonly waitedUs: number;
  /** Recomputations of graphs that were too large. */
  readonly refused: number;
}

/** A result that is being computed. An error is not reported before it is awaited. */
class Computation {
  readonly result: Promise<CommunityResult | null>;
  #settled = false;

  constructor(result: Promise<CommunityResult | null>) {
    this.result = result;
    const settle = () => {
      this.#settled = true;
    };
    result.then(settle, settle);
  }

  /** True when awaiting the result takes no time. */
  get settled(): boolean {
    return this.#settled;
  }
}

/** A point whose result has not taken effect. */
interface Pending {
  readonly point: CommunityPoint;
  /** Transfers since the point. */
  since: number;
  /** Null until it is begun. */
  computation: Computation | null;
}

/**
 * When communities are recomputed and when the result takes effect, both by the sequence of the transfers alone. A point is the first transfer
 * with which the session's time passes a multiple of `everyMs`; its result takes effect `delayTransfers` transfers later, at the latest with
 * the next point. What is there sooner is held back and what is not is waited for, so that it never shows how fast the machine is, nor when
 * the recomputation was begun.
 */
export class CommunitySchedule {
  readonly #settings: Settings;
  readonly #job: CommunityJob;
  readonly #clock: Clock;
  /** The multiple of `everyMs` that the session's time is behind of; null before the first transfer. */
  #passed: number | null = null;
  #pending: Pending | null = null;
  #waits = 0;
  #waitedUs = 0;
  #refused = 0;
  #asOfSeq = 0;

  constructor(settings: Settings, job: CommunityJob, clock: Clock) {
    this.#settings = settings;
    this.#job = job;
    this.#clock = clock;
  }

  get counts(): CommunityCounts {
    return {
      waits: this.#waits,
      waitedUs: this.#waitedUs,
      refused: this.#refused,
    };
  }

  /** The point of the last result that took effect, 0 before the first one. */
  get asOfSeq(): number {
    return this.#asOfSeq;
  }

  /** Call once a transfer while a restart replays those that are decided: what took effect with one of them already did. Begins nothing. */
  replayTransfer(seq: number, now: number): void {
    this.#advance(seq, now);
  }

  /** Begins the recomputation that was under way with the last replayed transfer. Call once after the replay. */
  resume(): void {
    if (this.#pending !== null) this.#begin(this.#pending);
  }

  /**
   * Call once a transfer, after it was applied, and await it before the session gets the next event: begins a recomputation when it is
   * time, and answers the result that takes effect with this transfer, null for none. Rejects with what the job rejected with.
   */
  async observeTransfer(seq: number, now: number): Promise<CommunityResult | null> {
    const due = this.#advance(seq, now);
    const result = due === null ? null : await this.#resultOf(due);
    if (this.#pending?.point.seq === seq) this.#begin(this.#pending);
    return result;
  }

  /** Goes on by one transfer; answers what takes effect with it. */
  #advance(seq: number, now: number): Pending | null {
    const multiple = Math.floor(now / this.#settings.everyMs);
    const isPoint = this.#passed !== null && multiple > this.#passed;
    this.#passed = multiple;
    const pending = this.#pending;
    if (pending !== null) pending.since += 1;
    const isDue = pending !== null && (isPoint || pending.since >= this.#settings.delayTransfers);
    if (isDue) this.#pending = null;
    if (isPoint) this.#pending = { point: { seq, now }, since: 0, computation: null };
    return isDue ? pending : null;
  }

  #begin(pending: Pending): void {
    pending.computation = new Computation(this.#job.compute(pending.point));
  }

  async #resultOf({ point, computation }: Pending): Promise<CommunityResult | null> {
    const { result, settled } = present(computation, 'computation');
    const startUs = this.#clock.monotonicUs();
    const communities = await result;
    if (!settled) {
      this.#waits += 1;
      this.#waitedUs += this.#clock.monotonicUs() - startUs;
    }
    if (communities === null) this.#refused += 1;
    else this.#asOfSeq = point.seq;
    return communities;
  }
}
