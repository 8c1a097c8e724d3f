import type { Clock } from '../../base/clock.ts';
import { isAnelError } from '../../base/errors.ts';

/** How long an answer of a part counts before it is asked again. */
const freshForMs = 1000;

/**
 * Asks a part whether it still answers, in the background and at most once a second, so that a probe of the service costs
 * nothing and never waits. The state is that of the last answer.
 */
export class Probe {
  readonly #ask: () => Promise<unknown>;
  readonly #clock: Clock;
  #state = 'open';
  #askedMs = Number.NEGATIVE_INFINITY;
  /** One question at a time: a part that hangs must not be given more to do. */
  #asking = false;

  constructor(ask: () => Promise<unknown>, clock: Clock) {
    this.#ask = ask;
    this.#clock = clock;
  }

  /** `open`, or the code of the error that the part last answered with. */
  state(): string {
    const nowMs = this.#clock.nowMs();
    if (!this.#asking && nowMs - this.#askedMs >= freshForMs) {
      this.#askedMs = nowMs;
      this.#asking = true;
      this.#ask()
        .then(
          () => {
            this.#state = 'open';
          },
          (error: unknown) => {
            this.#state = isAnelError(error) ? error.code : 'INTERNAL';
          },
        )
        .finally(() => {
          this.#asking = false;
        });
    }
    return this.#state;
  }
}
