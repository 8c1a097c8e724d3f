import { isUtf8 } from 'node:buffer';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import type { Code } from '../../base/error-codes.ts';
import { AnelError, messageOf } from '../../base/errors.ts';

/** A record that could not become an event, with everything that is needed to repair and resend it. */
export interface DeadRecord {
  /** The source that it came from, for example `file:<digest>`. */
  readonly source: string;
  /** Its place there: the line number of a file. */
  readonly position: number;
  readonly code: Code;
  readonly message: string;
  /** The original bytes. */
  readonly raw: Uint8Array;
}

/** Characters that are collected before they are written. */
const writeCharacters = 262_144;

/**
 * Writes dead letters as JSON, one a line: source, position, code, message, and the original bytes as `raw` when they are
 * UTF-8, else as `rawBase64`. The file appears whole or not at all: it is written beside `path` under another name, then
 * renamed. Resolves to the number of letters. Throws OUTPUT_UNWRITABLE.
 */
export async function writeDeadLetterFile(
  path: string,
  letters: Iterable<DeadRecord> | AsyncIterable<DeadRecord>,
): Promise<number> {
  const temporary = `${path}.${process.pid}.part`;
  try {
    const file = await open(temporary, 'w');
    try {
      const count = await writeAll(file, letters);
      await file.sync();
      await file.close();
      await rename(temporary, path);
      return count;
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(temporary, { force: true });
    const message = `writing the dead letters to "${path}" failed: ${messageOf(error)}; check the folder and its permissions`;
    throw error instanceof AnelError ? error : new AnelError('OUTPUT_UNWRITABLE', message, { cause: error });
  }
}

/** One dead letter as a line of JSON, without a line end. */
function encodeDeadLetter(letter: DeadRecord): string {
  const { source, position, code, message } = letter;
  const bytes = Buffer.from(letter.raw.buffer, letter.raw.byteOffset, letter.raw.byteLength);
  const raw = isUtf8(bytes) ? { raw: bytes.toString('utf8') } : { rawBase64: bytes.toString('base64') };
  return JSON.stringify({ source, position, code, message, ...raw });
}

async function writeAll(
  file: FileHandle,
  letters: Iterable<DeadRecord> | AsyncIterable<DeadRecord>,
): Promise<number> {
  let count = 0;
  let text = '';
  for await (const letter of letters) {
    text += `${encodeDeadLetter(letter)}\n`;
    count += 1;
    if (text.length < writeCharacters) continue;
    await file.writeFile(text);
    text = '';
  }
  await file.writeFile(text);
  return count;
}
