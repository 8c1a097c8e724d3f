import type { Config } from '../../../base/config.ts';
import { AnelError } from '../../../base/errors.ts';
import type { Format, PositionOf, Source, SourceBatch, SourceRecord } from '../../source.ts';
import { decodeLine, type LineDecoder } from './decode-line.ts';
import { mergeRuns } from './merge-runs.ts';
import { type FileStamp, openBytes, stampFile } from './open-bytes.ts';
import { type FileScan, scanFile } from './scan-file.ts';
import { type SortedFile, sortLines } from './sort-file.ts';
import { type Line, splitLines } from './split-lines.ts';

/** How far opening a file has come, in bytes of the file on disk. */
export interface FileProgress {
  readonly phase: 'scan' | 'sort';
  readonly bytes: number;
  readonly bytesTotal: number;
}

export interface FileSourceOptions {
  /** A text file, plain or gzip. */
  readonly path: string;
  readonly format: Format;
  readonly config: Config['ingest'];
  /** Where an unsorted file is sorted. Made when needed; what is put there is removed by `close`. */
  readonly temporaryFolder: string;
  readonly onProgress?: (progress: FileProgress) => void;
  /** Ends the opening with INTERRUPTED. */
  readonly signal?: AbortSignal;
}

/** A file as a source. Its id is `file:` and 16 hexadecimal digits over content and format. */
export interface FileSource extends Source {
  /** The 16 digits of the id. */
  readonly digest: string;
  readonly total: number;
  /** How many of `total` are bad. */
  readonly badRecords: number;
  /** False when the file had to be sorted. */
  readonly sorted: boolean;
}

/**
 * Opens a file: one pass for its digest and its order, and, when it is not in order of time, a second one that sorts it
 * on disk. Memory does not grow with the file. Records are delivered by (time, line number); a bad one comes right after
 * the event before it in the file. The order is the same at every run, whatever the limits are, and `position` counts it.
 *
 * Throws FILE_MISSING, FILE_UNREADABLE, FILE_NOT_TEXT, FILE_HEADER_INVALID, DATA_FOLDER_UNWRITABLE or INTERRUPTED; so do
 * the batches when the file is changed while it is read.
 */
export async function openFileSource(options: FileSourceOptions): Promise<FileSource> {
  const { path, format, config } = options;
  const stamp = await stampFile(path);
  const scan = await scanFile(path, format, config.lineBytesMax, progressOf(options, 'scan', stamp));
  const decoder = { reader: format.reader(scan.digest), lineBytesMax: config.lineBytesMax };
  const sortedFile = scan.sorted ? null : await sort(options, decoder, stamp);
  return new OpenFile(path, stamp, decoder, scan, sortedFile);
}

class OpenFile implements FileSource {
  readonly id: string;
  readonly digest: string;
  readonly total: number;
  readonly badRecords: number;
  readonly sorted: boolean;
  readonly #path: string;
  readonly #stamp: FileStamp;
  readonly #decoder: LineDecoder;
  readonly #sortedFile: SortedFile | null;

  constructor(
    path: string,
    stamp: FileStamp,
    decoder: LineDecoder,
    scan: FileScan,
    sortedFile: SortedFile | null,
  ) {
    this.id = `file:${scan.digest}`;
    this.digest = scan.digest;
    this.total = sortedFile?.records ?? scan.records;
    this.badRecords = sortedFile?.badRecords ?? scan.badRecords;
    this.sorted = scan.sorted;
    this.#path = path;
    this.#stamp = stamp;
    this.#decoder = decoder;
    this.#sortedFile = sortedFile;
  }

  async *batches(positionOf: PositionOf, batchMax: number, signal: AbortSignal): AsyncGenerator<SourceBatch> {
    const fromPosition = await positionOf(this.id);
    let position = 0;
    let records: SourceRecord[] = [];
    for await (const lines of this.#lines()) {
      if (signal.aborted) return;
      for (const line of lines) {
        const record = this.#record(line);
        if (record === null) continue;
        position += 1;
        if (position <= fromPosition) continue;
        records.push(record);
        if (records.length < batchMax) continue;
        yield { source: this.id, records, endPosition: position };
        if (signal.aborted) return;
        records = [];
      }
    }
    await this.#assertUnchanged();
    if (records.length > 0) yield { source: this.id, records, endPosition: position };
  }

  /** Its position is the ledger's alone. */
  async acknowledge(): Promise<void> {}

  async close(): Promise<void> {
    await this.#sortedFile?.remove();
  }

  async *#lines(): AsyncGenerator<readonly Line[]> {
    if (this.#sortedFile !== null) {
      for await (const entries of mergeRuns(this.#sortedFile.runs)) yield entries.map((entry) => entry.line);
      return;
    }
    await this.#assertUnchanged();
    yield* splitLines(openBytes(this.#path), this.#decoder.lineBytesMax);
  }

  #record(line: Line): SourceRecord | null {
    const decoded = decodeLine(this.#decoder, line);
    if (decoded.status === 'skip') return null;
    return {
      position: line.number,
      raw: decoded.status === 'bad' ? Uint8Array.from(line.bytes) : null,
      decoded,
    };
  }

  /** A sorted file is read again for its events: it must still be what was scanned. */
  async #assertUnchanged(): Promise<void> {
    if (this.#sortedFile !== null) return;
    const now = await stampFile(this.#path);
    if (now.bytes === this.#stamp.bytes && now.changedMs === this.#stamp.changedMs) return;
    throw new AnelError(
      'FILE_UNREADABLE',
      `the file "${this.#path}" was changed while it was read: run again`,
    );
  }
}

async function sort(options: FileSourceOptions, decoder: LineDecoder, stamp: FileStamp): Promise<SortedFile> {
  const { path, config, temporaryFolder } = options;
  const lines = splitLines(openBytes(path, progressOf(options, 'sort', stamp)), config.lineBytesMax);
  return await sortLines(lines, decoder, config, temporaryFolder);
}

function progressOf(
  options: FileSourceOptions,
  phase: FileProgress['phase'],
  stamp: FileStamp,
): (bytes: number) => void {
  return (bytes) => {
    if (options.signal?.aborted) {
      throw new AnelError('INTERRUPTED', `reading "${options.path}" was interrupted: run again to go on`);
    }
    options.onProgress?.({ phase, bytes, bytesTotal: stamp.bytes });
  };
}
