import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AnelError, isAnelError, messageOf } from '../../../base/errors.ts';

/** Bytes of a block: large enough that the cost per block vanishes, small enough that memory stays flat. */
const blockBytes = 262_144;

/** The size and time of change of a file: when either differs, the file is no longer the one that was scanned. */
export interface FileStamp {
  readonly bytes: number;
  readonly changedMs: number;
}

/** Looks at a file without reading it. Throws FILE_MISSING, or FILE_UNREADABLE for a directory, a pipe and for no permission. */
export async function stampFile(path: string): Promise<FileStamp> {
  try {
    const file = await open(path, 'r');
    try {
      return await stampOf(file, path);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw readError(path, error);
  }
}

/**
 * The bytes of a file in blocks, those inside when it is gzip (told by its first two bytes, not by its name).
 * `onBytes` gets the bytes read from disk so far. Throws FILE_UNREADABLE, also for gzip data that is damaged or cut.
 */
export async function* openBytes(path: string, onBytes?: (done: number) => void): AsyncGenerator<Buffer> {
  const packed = await isGzip(path);
  const file = createReadStream(path, { highWaterMark: blockBytes });
  const bytes = packed ? pipeline(file, createGunzip({ chunkSize: blockBytes }), () => undefined) : file;
  try {
    for await (const block of bytes) {
      onBytes?.(file.bytesRead);
      yield block as Buffer;
    }
  } catch (error) {
    throw readError(path, error);
  } finally {
    file.destroy();
    bytes.destroy();
  }
}

async function stampOf(file: FileHandle, path: string): Promise<FileStamp> {
  const found = await file.stat();
  if (found.isDirectory())
    throw new AnelError('FILE_UNREADABLE', `"${path}" is a directory: name a file in it`);
  // A pipe cannot be read a second time, which sorting and resuming need.
  if (!found.isFile())
    throw new AnelError('FILE_UNREADABLE', `"${path}" is not a regular file: save it as one`);
  return { bytes: found.size, changedMs: found.mtimeMs };
}

async function isGzip(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
      return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw readError(path, error);
  }
}

function readError(path: string, error: unknown): AnelError {
  if (isAnelError(error)) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AnelError('FILE_MISSING', `the file "${path}" does not exist: check the path`, {
      cause: error,
    });
  }
  if (code === 'Z_BUF_ERROR') {
    return new AnelError('FILE_UNREADABLE', `the gzip data of "${path}" ends early: copy the file again`, {
      cause: error,
    });
  }
  if (code.startsWith('Z_')) {
    return new AnelError('FILE_UNREADABLE', `the gzip data of "${path}" is damaged: copy the file again`, {
      cause: error,
    });
  }
  return new AnelError('FILE_UNREADABLE', `reading "${path}" failed: ${messageOf(error)}`, { cause: error });
}
