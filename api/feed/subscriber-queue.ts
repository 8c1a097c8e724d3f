import { assert } from '../../base/assert.ts';
import { AnelError } from '../../base/errors.ts';

/**
 * Items on their way to one reader, at most `itemsMax`. When the reader is so far behind that an item does not fit, the
 * queue drops everything and the reader gets LIMIT_EXCEEDED: it resumes from the last item that it got.
 */
export class SubscriberQueue<T> implements AsyncIterable<T> {
  readonly #itemsMax: number;
  #items: T[] = [];
  #wake: (() => void) | null = null;
  #ended = false;
  #overflowed = false;

  constructor(itemsMax: number) {
    this.#itemsMax = itemsMax;
  }

  /** True once nothing more comes: `end` was called or an item did not fit. */
  get ended(): boolean {
    return this.#ended;
  }

  push(item: T): void {
    if (this.#ended) return;
    if (this.#items.length >= this.#itemsMax) {
      this.overflow();
      return;
    }
    this.#items.push(item);
    this.#wake?.();
  }

  /** Drops what waits; the reader gets LIMIT_EXCEEDED. */
  overflow(): void {
    if (this.#ended) return;
    this.#overflowed = true;
    this.end();
  }

  /** Ends the reader's loop at once; what waits is dropped. */
  end(): void {
    this.#ended = true;
    this.#items = [];
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      if (this.#overflowed) throw this.#behind();
      if (this.#ended) return;
      const item = this.#items.shift();
      if (item !== undefined) yield item;
      else await this.#nextPush();
    }
  }

  #nextPush(): Promise<void> {
    assert(this.#wake === null, 'a subscriber queue has two readers');
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = null;
        resolve();
      };
    });
  }

  #behind(): AnelError {
    return new AnelError(
      'LIMIT_EXCEEDED',
      `the subscriber is more than ${this.#itemsMax} items behind (api.subscriberQueueMax); resume after the last one that arrived`,
    );
  }
}
