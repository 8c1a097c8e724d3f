import type { FileHandle } from 'node:fs/promises';
import type { Line } from './split-lines.ts';

/** Bytes in front of each line in a run: key, line number, length of the line, and whether it was cut. */
export const entryHeaderBytes = 21;

/** Bytes that are collected before they are written. */
const writeBytes = 262_144;

/** Where a line belongs: by `key` (a time), then by line number. */
export interface SortedLine {
  readonly key: number;
  readonly line: Line;
}

/** Lines in memory on their way into one sorted run, at most `recordsMax` of them and about `bytesMax` bytes. */
export class RunBuffer {
  readonly #bytesMax: number;
  readonly #keys: Float64Array;
  readonly #numbers: Float64Array;
  readonly #starts: Float64Array;
  readonly #cuts: Uint8Array;
  #bytes: Buffer;
  #count = 0;
  #end = 0;

  constructor(recordsMax: number, bytesMax: number) {
    this.#bytesMax = bytesMax;
    this.#keys = new Float64Array(recordsMax);
    this.#numbers = new Float64Array(recordsMax);
    this.#starts = new Float64Array(recordsMax);
    this.#cuts = new Uint8Array(recordsMax);
    this.#bytes = Buffer.allocUnsafe(Math.min(bytesMax, writeBytes));
  }

  get empty(): boolean {
    return this.#count === 0;
  }

  get full(): boolean {
    return this.#count === this.#keys.length || this.#end >= this.#bytesMax;
  }

  /** Copies a line in. Lines come in the order of their numbers. */
  add(key: number, line: Line): void {
    this.#reserve(line.bytes.length);
    this.#keys[this.#count] = key;
    this.#numbers[this.#count] = line.number;
    this.#starts[this.#count] = this.#end;
    this.#cuts[this.#count] = line.cut ? 1 : 0;
    line.bytes.copy(this.#bytes, this.#end);
    this.#end += line.bytes.length;
    this.#count += 1;
  }

  /** Writes the lines in order into a file and starts anew. */
  async flush(file: FileHandle): Promise<void> {
    const writer = new EntryWriter(file);
    for (const index of this.#order()) {
      const start = this.#starts[index] as number;
      const end = index + 1 < this.#count ? (this.#starts[index + 1] as number) : this.#end;
      const line = {
        number: this.#numbers[index] as number,
        bytes: this.#bytes.subarray(start, end),
        cut: this.#cuts[index] === 1,
      };
      if (writer.add({ key: this.#keys[index] as number, line })) await writer.drain();
    }
    await writer.drain();
    this.#count = 0;
    this.#end = 0;
  }

  /** The sort of typed arrays is stable, so equal times keep the order of their lines. */
  #order(): Uint32Array {
    const keys = this.#keys;
    const order = Uint32Array.from({ length: this.#count }, (_, index) => index);
    return order.sort((a, b) => {
      const difference = (keys[a] as number) - (keys[b] as number);
      // Infinity - Infinity is no number: two bad lines before the first event.
      return Number.isNaN(difference) ? 0 : difference;
    });
  }

  #reserve(more: number): void {
    if (this.#end + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#end + more));
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}

/** Writes entries one after the other, collected into large writes. */
export class EntryWriter {
  readonly #file: FileHandle;
  #buffer = Buffer.allocUnsafe(writeBytes);
  #used = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Takes an entry; true when it is time to drain. */
  add({ key, line }: SortedLine): boolean {
    const needed = entryHeaderBytes + line.bytes.length;
    if (this.#used + needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(this.#used + needed);
      this.#buffer.copy(larger, 0, 0, this.#used);
      this.#buffer = larger;
    }
    this.#buffer.writeDoubleLE(key, this.#used);
    this.#buffer.writeDoubleLE(line.number, this.#used + 8);
    this.#buffer.writeUInt32LE(line.bytes.length, this.#used + 16);
    this.#buffer.writeUInt8(line.cut ? 1 : 0, this.#used + 20);
    line.bytes.copy(this.#buffer, this.#used + entryHeaderBytes);
    this.#used += needed;
    return this.#used >= writeBytes - entryHeaderBytes;
  }

  async drain(): Promise<void> {
    let written = 0;
    while (written < this.#used) {
      written += (await this.#file.write(this.#buffer, written, this.#used - written)).bytesWritten;
    }
    this.#used = 0;
  }
}
