import { isUtf8 } from 'node:buffer';
import { createHash, type Hash } from 'node:crypto';
import { AnelError } from '../../../base/errors.ts';
import type { Format } from '../../source.ts';
import { decodeLine } from './decode-line.ts';
import { openBytes } from './open-bytes.ts';
import { splitLines } from './split-lines.ts';

/** What one pass over a file tells. */
export interface FileScan {
  /** 16 hexadecimal digits over content and format: the same for a file and for its gzip. */
  readonly digest: string;
  /** True when no event is older than one on an earlier line. */
  readonly sorted: boolean;
  /** Counts of a sorted file; those of an unsorted one are learned when it is sorted. */
  readonly records: number;
  readonly badRecords: number;
}

/** Bytes at the start of a file in which a zero byte means that the file is not text. */
const probeBytes = 8192;

/**
 * Reads a file once, in constant memory, to learn its digest and whether it is in order of time. After the first event
 * that is out of order only the digest goes on. Throws the errors of `openBytes`, FILE_NOT_TEXT and FILE_HEADER_INVALID.
 */
export async function scanFile(
  path: string,
  format: Format,
  lineBytesMax: number,
  onBytes: (done: number) => void,
): Promise<FileScan> {
  const hash = createHash('sha256').update(format.name).update('\0');
  const decoder = { reader: format.reader(''), lineBytesMax };
  const scan = { sorted: true, records: 0, badRecords: 0 };
  let newestAt = Number.NEGATIVE_INFINITY;
  for await (const lines of splitLines(hashed(path, hash, onBytes), lineBytesMax)) {
    for (const line of lines) {
      if (!scan.sorted) break;
      const decoded = decodeLine(decoder, line);
      if (decoded.status === 'skip') continue;
      scan.records += 1;
      if (decoded.status === 'bad') scan.badRecords += 1;
      else if (decoded.event.at < newestAt) scan.sorted = false;
      else newestAt = decoded.event.at;
    }
  }
  return { digest: hash.digest('hex').slice(0, 16), ...scan };
}

async function* hashed(path: string, hash: Hash, onBytes: (done: number) => void): AsyncGenerator<Buffer> {
  let first = true;
  for await (const block of openBytes(path, onBytes)) {
    if (first) assertText(path, block);
    first = false;
    hash.update(block);
    yield block;
  }
}

/** The start of a text has no zero byte, and its first line is UTF-8; single bad lines further on are dead letters. */
function assertText(path: string, block: Buffer): void {
  const lineEnd = block.indexOf(10);
  const firstLine = block.subarray(0, Math.max(lineEnd, 0));
  if (!block.subarray(0, probeBytes).includes(0) && isUtf8(firstLine)) return;
  throw new AnelError('FILE_NOT_TEXT', `"${path}" is not UTF-8 text: give a text file, plain or gzip`);
}
