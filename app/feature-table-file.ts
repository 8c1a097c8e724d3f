import { once } from 'node:events';
import { createWriteStream, renameSync, rmSync, type WriteStream, writeFileSync } from 'node:fs';
import { AnelError, messageOf } from '../base/errors.ts';
import type { FeatureRow } from './feature-table.ts';

const headColumns = ['id', 'at', 'seq', 'label'];

/**
 * A feature table as CSV: id, at (epoch milliseconds), seq, label (1 fraud, 0 not, empty unknown), then the features in
 * registry order, written so that reading a number gives the same bits. Gets its name when it is complete, with
 * `<name>.manifest.json` beside it.
 */
export class FeatureTableFile {
  readonly #path: string;
  readonly #stream: WriteStream;
  #error: Error | null = null;

  private constructor(path: string, stream: WriteStream) {
    this.#path = path;
    this.#stream = stream;
    stream.on('error', (error) => {
      this.#error = error;
    });
  }

  /** Throws OUTPUT_UNWRITABLE. */
  static async open(path: string, names: readonly string[]): Promise<FeatureTableFile> {
    const stream = createWriteStream(`${path}.partial`);
    try {
      await once(stream, 'open');
    } catch (error) {
      throw unwritable(path, error);
    }
    stream.write(`${[...headColumns, ...names].join(',')}\n`);
    return new FeatureTableFile(path, stream);
  }

  async write(row: FeatureRow): Promise<void> {
    if (this.#error !== null) throw unwritable(this.#path, this.#error);
    const label = row.truth === null ? '' : row.truth.fraud ? '1' : '0';
    const line = `${csvField(row.id)},${row.at},${row.seq},${label},${row.vector.join(',')}\n`;
    if (this.#stream.write(line)) return;
    try {
      await once(this.#stream, 'drain');
    } catch (error) {
      throw unwritable(this.#path, error);
    }
  }

  /** Gives the table and its manifest their names. Throws OUTPUT_UNWRITABLE. */
  async publish(manifest: unknown): Promise<void> {
    this.#stream.end();
    try {
      if (!this.#stream.closed) await once(this.#stream, 'close');
      if (this.#error !== null) throw this.#error;
      writeFileSync(`${this.#path}.manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);
      renameSync(`${this.#path}.partial`, this.#path);
    } catch (error) {
      throw unwritable(this.#path, error);
    }
  }

  /** Removes what was written. */
  async discard(): Promise<void> {
    this.#stream.destroy();
    if (!this.#stream.closed) await once(this.#stream, 'close');
    rmSync(`${this.#path}.partial`, { force: true });
  }
}

function csvField(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function unwritable(path: string, cause: unknown): AnelError {
  return new AnelError(
    'OUTPUT_UNWRITABLE',
    `write the feature table "${path}": ${messageOf(cause)}; choose another file`,
    { cause },
  );
}
