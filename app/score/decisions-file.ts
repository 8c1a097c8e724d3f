import type { Decision } from '../../scoring/decision-model.ts';
import { OutputFile } from '../output-file.ts';

/** A file of decisions, one JSON object a line: id, at, score, decision, reasons, ringId, latencyUs. Appears whole or not at all. */
export class DecisionsFile {
  readonly #file: OutputFile;

  private constructor(file: OutputFile) {
    this.#file = file;
  }

  /** Throws OUTPUT_UNWRITABLE, as the other methods do. */
  static async open(path: string): Promise<DecisionsFile> {
    return new DecisionsFile(await OutputFile.open(path, 'decisions'));
  }

  async write(decision: Decision): Promise<void> {
    await this.#file.write(`${decisionLine(decision)}\n`);
  }

  /** Gives the file its name. */
  async publish(): Promise<void> {
    await this.#file.publish();
  }

  /** Removes what was written. */
  async discard(): Promise<void> {
    await this.#file.discard();
  }
}

/** The line of a decision. Keys in fixed order. */
function decisionLine(decision: Decision): string {
  return JSON.stringify({
    id: decision.transactionId,
    at: new Date(decision.at).toISOString(),
    score: decision.score,
    decision: decision.verdict,
    reasons: decision.reasons,
    ringId: decision.ringId,
    latencyUs: decision.latencyUs,
  });
}
