import { type FileHandle, open } from 'node:fs/promises';
import { assert } from '../../../base/assert.ts';
import { entryHeaderBytes, type SortedLine } from './run-buffer.ts';

/** Bytes that a cursor reads at a time. With all runs of a merge open, this is what the merge costs in memory. */
const readBytes = 65_536;

/** Reads the entries of one sorted run from its beginning. */
export class RunCursor {
  readonly #file: FileHandle;
  #buffer = Buffer.allocUnsafe(readBytes);
  #start = 0;
  #end = 0;
  #done = false;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(path: string): Promise<RunCursor> {
    return new RunCursor(await open(path, 'r'));
  }

  /** The next entry when it is in memory, else null: then `fill` and ask again. Its bytes are valid until the next `fill`. */
  next(): SortedLine | null {
    const available = this.#end - this.#start;
    if (available < entryHeaderBytes) return null;
    const length = this.#buffer.readUInt32LE(this.#start + 16);
    if (available < entryHeaderBytes + length) return null;
    const from = this.#start + entryHeaderBytes;
    const bytes = this.#buffer.subarray(from, from + length);
    const number = this.#buffer.readDoubleLE(this.#start + 8);
    const entry = {
      key: this.#buffer.readDoubleLE(this.#start),
      line: { number, bytes, cut: this.#buffer[this.#start + 20] === 1 },
    };
    this.#start = from + length;
    return entry;
  }

  /** Reads on. False at the end of the run. */
  async fill(): Promise<boolean> {
    if (this.#done) return false;
    this.#makeRoom();
    const { bytesRead } = await this.#file.read(this.#buffer, this.#end, this.#buffer.length - this.#end);
    this.#end += bytesRead;
    this.#done = bytesRead === 0;
    assert(!this.#done || this.#start === this.#end, 'a run ends within an entry');
    return !this.#done;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** A new buffer each time, since entries that were handed out are views on the old one. */
  #makeRoom(): void {
    const kept = this.#buffer.subarray(this.#start, this.#end);
    const next = Buffer.allocUnsafe(Math.max(readBytes, kept.length * 2));
    kept.copy(next);
    this.#buffer = next;
    this.#end = kept.length;
    this.#start = 0;
  }
}
