/** The only source of time. Passed in, so that a test or a replay can hold it still. */
export interface Clock {
  /** Wall time in epoch milliseconds. */
  nowMs(): number;
  /** A monotonic reading in microseconds, for durations only. */
  monotonicUs(): number;
}

/** The machine's clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicUs: () => performance.now() * 1000,
};

/** A clock that moves only when told to. */
export class ManualClock implements Clock {
  #nowMs: number;

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicUs(): number {
    return this.#nowMs * 1000;
  }

  advanceMs(durationMs: number): void {
    this.#nowMs += durationMs;
  }
}

export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
