import { readFile, writeFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import { assert } from '../../base/assert.ts';

/** Transfers as columns, one row each, in order of time. `at` in milliseconds, whole seconds; accounts are numbers from 0 without gaps. */
export interface TransferColumns {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly at: Float64Array;
  readonly cents: Float64Array;
}

const headerBytes = 4;
const columnCount = 4;

/**
 * Writes the file that both sides of the benchmark read (its form is in graph_feature_preprocessor.py): a uint32 with the count, then
 * source, target, seconds, amount in units of 100 cents, float64 each, little-endian.
 */
export async function writeTransferFile(path: string, columns: TransferColumns): Promise<void> {
  assert(endianness() === 'LE', 'a big-endian machine');
  const count = columns.at.length;
  const values = new Float64Array(count * columnCount);
  values.set(columns.from, 0);
  values.set(columns.to, count);
  for (let row = 0; row < count; row += 1) {
    values[2 * count + row] = columns.at[row]! / 1000;
    values[3 * count + row] = columns.cents[row]! / 100;
  }
  await writeFile(path, [Uint8Array.from(new Uint8Array(Uint32Array.of(count).buffer)), values]);
}

/** Reads what `writeTransferFile` wrote. */
export async function readTransferFile(path: string): Promise<TransferColumns> {
  const bytes = await readFile(path);
  const count = bytes.readUInt32LE(0);
  assert(
    bytes.length === headerBytes + count * columnCount * 8,
    `${path} has ${bytes.length} bytes for ${count} transfers`,
  );
  const values = new Float64Array(
    bytes.buffer.slice(bytes.byteOffset + headerBytes, bytes.byteOffset + bytes.length),
  );
  return {
    from: Int32Array.from(values.subarray(0, count)),
    to: Int32Array.from(values.subarray(count, 2 * count)),
    at: values.slice(2 * count, 3 * count).map((seconds) => Math.round(seconds * 1000)),
    cents: values.slice(3 * count).map((amount) => Math.round(amount * 100)),
  };
}
