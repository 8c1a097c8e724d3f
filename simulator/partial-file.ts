import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AnelError, messageOf } from '../base/errors.ts';

/** Characters that are collected before they are written. */
const bufferMax = 1_048_576;

/**
 * A text file that exists under its name only once it is whole: it grows as `<name>.partial` and is renamed by
 * `publish`. Throws OUTPUT_UNWRITABLE that names the file.
 */
export class PartialFile {
  readonly name: string;
  readonly #path: string;
  readonly #handle: FileHandle;
  #buffer = '';

  private constructor(name: string, path: string, handle: FileHandle) {
    this.name = name;
    this.#path = path;
    this.#handle = handle;
  }

  /** Starts a file in an existing folder; an earlier partial file of the name is replaced. */
  static async create(folder: string, name: string): Promise<PartialFile> {
    const path = join(folder, name);
    const handle = await writing(path, () => open(`${path}.partial`, 'w'));
    return new PartialFile(name, path, handle);
  }

  /** Adds a line. Waiting for `flush` whenever `full` keeps the memory bounded. */
  line(text: string): void {
    this.#buffer += `${text}\n`;
  }

  get full(): boolean {
    return this.#buffer.length >= bufferMax;
  }

  async flush(): Promise<void> {
    const text = this.#buffer;
    this.#buffer = '';
    if (text !== '') await writing(this.#path, () => this.#handle.writeFile(text));
  }

  /** Writes what is left and makes it durable, still under the partial name. */
  async close(): Promise<void> {
    await this.flush();
    await writing(this.#path, () => this.#handle.sync());
    await this.#handle.close();
  }

  /** Gives the closed file its name. */
  async publish(): Promise<void> {
    await writing(this.#path, () => rename(`${this.#path}.partial`, this.#path));
  }

  /** Removes what was written, after a failure. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await rm(`${this.#path}.partial`, { force: true });
  }
}

async function writing<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    const hint = 'check the folder, its permissions and the space left';
    throw new AnelError('OUTPUT_UNWRITABLE', `cannot write "${path}": ${messageOf(cause)}; ${hint}`, {
      cause,
    });
  }
}
