import type { FeatureRow } from './feature-table.ts';
import { OutputFile } from './output-file.ts';

const headColumns = ['id', 'at', 'seq', 'label'];

/**
 * A feature table as CSV: id, at (epoch milliseconds), seq, label (1 fraud, 0 not, empty unknown), then the features in
 * registry order, written so that reading a number gives the same bits. Appears whole or not at all, with
 * `<name>.manifest.json` beside it.
 */
export class FeatureTableFile {
  readonly #path: string;
  readonly #table: OutputFile;

  private constructor(path: string, table: OutputFile) {
    this.#path = path;
    this.#table = table;
  }

  /** Throws OUTPUT_UNWRITABLE, as the other methods do. */
  static async open(path: string, names: readonly string[]): Promise<FeatureTableFile> {
    const table = await OutputFile.open(path, 'the feature table');
    await table.write(`${[...headColumns, ...names].join(',')}\n`);
    return new FeatureTableFile(path, table);
  }

  async write(row: FeatureRow): Promise<void> {
    const label = row.truth === null ? '' : row.truth.fraud ? '1' : '0';
    await this.#table.write(`${csvField(row.id)},${row.at},${row.seq},${label},${row.vector.join(',')}\n`);
  }

  /** Gives the manifest and then the table their names. */
  async publish(manifest: unknown): Promise<void> {
    const file = await OutputFile.open(`${this.#path}.manifest.json`, 'the manifest of the feature table');
    try {
      await file.write(`${JSON.stringify(manifest, null, 2)}\n`);
      await file.publish();
    } catch (error) {
      await file.discard();
      throw error;
    }
    await this.#table.publish();
  }

  /** Removes what was written. */
  async discard(): Promise<void> {
    await this.#table.discard();
  }
}

function csvField(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
