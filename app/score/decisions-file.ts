import { once } from 'node:events';
import { createWriteStream, renameSync, rmSync, type WriteStream } from 'node:fs';
import { AnelError, messageOf } from '../../base/errors.ts';
import type { Decision } from '../../scoring/decision-model.ts';

/**
 * A file of decisions, one JSON object a line: id, at, score, decision, reasons, ringId, latencyUs. It grows under a temporary
 * name beside its own and gets its name when it is complete.
 */
export class DecisionsFile {
  readonly #path: string;
  readonly #partial: string;
  readonly #stream: WriteStream;
  #error: Error | null = null;

  private constructor(path: string, stream: WriteStream) {
    this.#path = path;
    this.#partial = partialName(path);
    this.#stream = stream;
    stream.on('error', (error) => {
      this.#error = error;
    });
  }

  /** Throws OUTPUT_UNWRITABLE. */
  static async open(path: string): Promise<DecisionsFile> {
    const stream = createWriteStream(partialName(path));
    try {
      await once(stream, 'open');
    } catch (error) {
      throw unwritable(path, error);
    }
    return new DecisionsFile(path, stream);
  }

  async write(decision: Decision): Promise<void> {
    if (this.#error !== null) throw unwritable(this.#path, this.#error);
    if (this.#stream.write(`${decisionLine(decision)}\n`)) return;
    try {
      await once(this.#stream, 'drain');
    } catch (error) {
      throw unwritable(this.#path, error);
    }
  }

  /** Gives the file its name. Throws OUTPUT_UNWRITABLE. */
  async publish(): Promise<void> {
    this.#stream.end();
    try {
      if (!this.#stream.closed) await once(this.#stream, 'close');
      if (this.#error !== null) throw this.#error;
      renameSync(this.#partial, this.#path);
    } catch (error) {
      throw unwritable(this.#path, error);
    }
  }

  /** Removes what was written. */
  async discard(): Promise<void> {
    this.#stream.destroy();
    if (!this.#stream.closed) await once(this.#stream, 'close');
    rmSync(this.#partial, { force: true });
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

function partialName(path: string): string {
  return `${path}.partial`;
}

function unwritable(path: string, cause: unknown): AnelError {
  return new AnelError(
    'OUTPUT_UNWRITABLE',
    `write decisions to "${path}": ${messageOf(cause)}; choose another file`,
    { cause },
  );
}
