import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AnelError, messageOf } from '../../../base/errors.ts';
import { decodeLine, type LineDecoder } from './decode-line.ts';
import { mergeRuns } from './merge-runs.ts';
import { EntryWriter, RunBuffer } from './run-buffer.ts';
import type { Line } from './split-lines.ts';

/** Bounds of the memory and of the open files of a sort. */
export interface SortLimits {
  readonly sortRecordsMax: number;
  readonly sortBytesMax: number;
  readonly sortFilesMax: number;
}

/** A sorted file: its runs on disk, which `remove` deletes, and what was counted on the way. */
export interface SortedFile {
  readonly runs: readonly string[];
  readonly records: number;
  readonly badRecords: number;
  remove(): Promise<void>;
}

/**
 * Sorts lines by the time of their events, then by line number: an external merge sort (Knuth, The Art of Computer
 * Programming 3, 5.4) that holds one run in memory and leaves at most `sortFilesMax` runs in a new folder below
 * `folder`. A bad line goes after the line before it. On an error everything that was written is removed.
 */
export async function sortLines(
  blocks: AsyncIterable<readonly Line[]>,
  decoder: LineDecoder,
  limits: SortLimits,
  folder: string,
): Promise<SortedFile> {
  const runFolder = await makeFolder(folder);
  const remove = () => rm(runFolder, { recursive: true, force: true });
  try {
    const runs = new RunSet(runFolder, limits.sortFilesMax);
    const counts = await writeRuns(blocks, decoder, limits, runs);
    return { runs: runs.paths, ...counts, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

interface Counts {
  records: number;
  badRecords: number;
}

async function writeRuns(
  blocks: AsyncIterable<readonly Line[]>,
  decoder: LineDecoder,
  limits: SortLimits,
  runs: RunSet,
): Promise<Counts> {
  const buffer = new RunBuffer(limits.sortRecordsMax, limits.sortBytesMax);
  const counts = { records: 0, badRecords: 0 };
  let key = Number.NEGATIVE_INFINITY;
  for await (const lines of blocks) {
    for (const line of lines) {
      const decoded = decodeLine(decoder, line);
      if (decoded.status === 'skip') continue;
      counts.records += 1;
      if (decoded.status === 'event') key = decoded.event.at;
      else counts.badRecords += 1;
      buffer.add(key, line);
      if (buffer.full) await runs.add(buffer);
    }
  }
  if (!buffer.empty) await runs.add(buffer);
  return counts;
}

/** The runs of a sort. When there are as many as may be open at once, they are merged into one. */
class RunSet {
  readonly #folder: string;
  readonly #filesMax: number;
  #made = 0;
  paths: string[] = [];

  constructor(folder: string, filesMax: number) {
    this.#folder = folder;
    this.#filesMax = Math.max(2, filesMax);
  }

  async add(buffer: RunBuffer): Promise<void> {
    if (this.paths.length === this.#filesMax) await this.#mergeAll();
    const path = this.#nextPath();
    const file = await open(path, 'wx');
    try {
      await buffer.flush(file);
    } finally {
      await file.close();
    }
    this.paths.push(path);
  }

  async #mergeAll(): Promise<void> {
    const path = this.#nextPath();
    const file = await open(path, 'wx');
    try {
      const writer = new EntryWriter(file);
      for await (const entries of mergeRuns(this.paths)) {
        for (const entry of entries) {
          if (writer.add(entry)) await writer.drain();
        }
      }
      await writer.drain();
    } finally {
      await file.close();
    }
    for (const merged of this.paths) await rm(merged);
    this.paths = [path];
  }

  #nextPath(): string {
    this.#made += 1;
    return join(this.#folder, `run-${this.#made}`);
  }
}

async function makeFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true });
    return await mkdtemp(join(folder, 'sort-'));
  } catch (error) {
    const message = `making a folder for sorting in "${folder}" failed: ${messageOf(error)}; check its permissions`;
    throw new AnelError('DATA_FOLDER_UNWRITABLE', message, { cause: error });
  }
}
