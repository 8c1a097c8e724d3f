import { once } from 'node:events';
import { createWriteStream, renameSync, rmSync, type WriteStream } from 'node:fs';
import { AnelError, messageOf } from '../base/errors.ts';

/**
 * A file that appears whole or not at all: it grows as `<path>.partial` beside its place and gets its name when it is complete.
 * Every method but `discard` throws OUTPUT_UNWRITABLE.
 */
export class OutputFile {
  readonly #path: string;
  readonly #what: string;
  readonly #stream: WriteStream;
  #error: Error | null = null;

  private constructor(path: string, what: string, stream: WriteStream) {
    this.#path = path;
    this.#what = what;
    this.#stream = stream;
    stream.on('error', (error) => {
      this.#error = error;
    });
  }

  /** `what` names the content in errors, for example `decisions`. */
  static async open(path: string, what: string): Promise<OutputFile> {
    const stream = createWriteStream(partialName(path));
    try {
      await once(stream, 'open');
    } catch (error) {
      throw unwritable(path, what, error);
    }
    return new OutputFile(path, what, stream);
  }

  /** Resolves when more may be written. */
  async write(content: string | Uint8Array): Promise<void> {
    try {
      if (this.#error !== null) throw this.#error;
      if (!this.#stream.write(content)) await once(this.#stream, 'drain');
    } catch (error) {
      throw unwritable(this.#path, this.#what, error);
    }
  }

  /** Gives the file its name. */
  async publish(): Promise<void> {
    this.#stream.end();
    await this.#closed();
    try {
      if (this.#error !== null) throw this.#error;
      renameSync(partialName(this.#path), this.#path);
    } catch (error) {
      throw unwritable(this.#path, this.#what, error);
    }
  }

  /** Removes what was written. */
  async discard(): Promise<void> {
    this.#stream.destroy();
    await this.#closed();
    rmSync(partialName(this.#path), { force: true });
  }

  /** Not by `once`: it would reject with the errors of writes that a destroyed stream drops. */
  async #closed(): Promise<void> {
    if (this.#stream.closed) return;
    await new Promise<void>((resolve) => this.#stream.once('close', () => resolve()));
  }
}

function partialName(path: string): string {
  return `${path}.partial`;
}

function unwritable(path: string, what: string, cause: unknown): AnelError {
  const message = `write ${what} to "${path}": ${messageOf(cause)}; choose another file`;
  return new AnelError('OUTPUT_UNWRITABLE', message, { cause });
}
