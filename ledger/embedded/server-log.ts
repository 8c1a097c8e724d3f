import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The size at which a start sets the old log aside; one old log is kept. */
const logBytesMax = 1_048_576;

/** The most that is read back of one start's output. */
const tailBytesMax = 16_384;

/** The file that a server writes its messages to, opened for one start. A file, since a pipe would end with Anel. */
export class ServerLog {
  readonly #file: FileHandle;
  readonly #start: number;

  private constructor(file: FileHandle, start: number) {
    this.#file = file;
    this.#start = start;
  }

  static async open(folder: string): Promise<ServerLog> {
    const path = join(folder, 'postgres.log');
    const size = (await stat(path).catch(() => null))?.size ?? 0;
    if (size > logBytesMax) await rename(path, `${path}.1`);
    const file = await open(path, 'a+', 0o600);
    return new ServerLog(file, (await file.stat()).size);
  }

  get fd(): number {
    return this.#file.fd;
  }

  /** What was written since this log was opened. */
  async tail(): Promise<string> {
    const { buffer, bytesRead } = await this.#file.read(
      Buffer.alloc(tailBytesMax),
      0,
      tailBytesMax,
      this.#start,
    );
    return buffer.toString('utf8', 0, bytesRead);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
