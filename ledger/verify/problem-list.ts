import { messageOf } from '../../base/errors.ts';
import type { LedgerVerification } from '../model.ts';

type Problem = LedgerVerification['problems'][number];

/** Collects what a verification finds, up to a limit; what comes after it is not kept. */
export class ProblemList {
  readonly #max: number;
  readonly #found: Problem[] = [];

  constructor(max: number) {
    this.#max = max;
  }

  get all(): readonly Problem[] {
    return this.#found;
  }

  add(kind: string, subject: string, message: string): void {
    if (this.#found.length < this.#max) this.#found.push({ kind, subject, message });
  }

  /** Adds a problem unless the condition holds. */
  expect(condition: boolean, kind: string, subject: string, message: string): void {
    if (!condition) this.add(kind, subject, message);
  }

  /** Runs a check on data that may be damaged: what it throws is a problem of the subject. */
  attempt(kind: string, subject: string, check: () => void): void {
    try {
      check();
    } catch (error) {
      this.add(kind, subject, messageOf(error));
    }
  }
}
