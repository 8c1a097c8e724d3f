import { assert, present } from '../../base/assert.ts';
import type { Config } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';
import type { EdgeColumns } from '../../graph/csr.ts';
import { accountKey, type SequencedEvent, type TransferEvent } from '../../graph/model/event.ts';
import { readReversalTargets } from '../../graph/session/replay-session.ts';
import type { ReversalTarget } from '../../graph/session/session.ts';
import type { GraphStore } from '../../graph/store.ts';
import { WindowColumns } from './window-columns.ts';

/** Where events are read from. */
export type EventStore = Pick<GraphStore, 'eventsAfter' | 'transfers'>;

export interface StoreWindowParts {
  readonly store: EventStore;
  readonly settings: Pick<Config['communities'], 'windowMs' | 'pageEvents' | 'transfersMax'>;
  /**
   * The number of an account. Called for the accounts of every event in the order of the sequence, so numbers may be given as they come; the
   * session gives the same ones.
   */
  readonly numberOf: (accountKey: string) => number;
  /** Ends a reading between two pages, with INTERRUPTED. */
  readonly signal: AbortSignal;
}

/**
 * The pair graph of the transfers of a window, as of any place in the sequence, read from the store page by page: every call goes on
 * where the last one ended, and an error in between loses nothing. What is read is a pure function of the events up to that place, whatever
 * the pages, the places before, and what the store holds beyond it. One call at a time.
 */
export class StoreWindow {
  readonly #parts: StoreWindowParts;
  #columns = new WindowColumns();
  #readSeq = 0;
  #newestAt = Number.NEGATIVE_INFINITY;
  #nodeCount = 0;

  constructor(parts: StoreWindowParts) {
    this.#parts = parts;
  }

  /** The last event that was read, 0 before the first. */
  get readSeq(): number {
    return this.#readSeq;
  }

  /** The newest time of a transfer that was read, -Infinity before the first: the session's time. */
  get newestAt(): number {
    return this.#newestAt;
  }

  /**
   * Reads on through `seq`, which the store must hold. `now` is the session's time there: transfers with `at <= now - windowMs` are gone for good.
   * Throws ALGORITHM_TOO_LARGE when the window has more than `transfersMax` transfers, reversed ones included and self-transfers not; the next call then begins anew.
   * O(events read + transfers of the window).
   */
  async readThrough(
    seq: number,
    now: number,
    onProgress: (readSeq: number) => void = () => {},
  ): Promise<void> {
    const cutoff = now - this.#parts.settings.windowMs;
    this.#columns.expire(cutoff);
    await this.#read(seq, onProgress, () => cutoff);
  }

  /** Reads on through `seq` where the session's time there is not known: it is `newestAt` afterwards. Else as `readThrough`. */
  async readToEnd(seq: number, onProgress: (readSeq: number) => void = () => {}): Promise<void> {
    await this.#read(seq, onProgress, () => this.#newestAt - this.#parts.settings.windowMs);
    this.#columns.expire(this.#newestAt - this.#parts.settings.windowMs);
  }

  /** An edge for each transfer of the window between two accounts that is not reversed, in shared memory. Nodes are the numbers of the accounts. */
  edges(): EdgeColumns {
    return this.#columns.edges(this.#nodeCount);
  }

  async #read(seq: number, onProgress: (readSeq: number) => void, cutoff: () => number): Promise<void> {
    assert(seq >= this.#readSeq, `event ${seq} was read before`);
    const { store, settings, signal } = this.#parts;
    if (seq === this.#readSeq) return;
    for await (const page of store.eventsAfter(this.#readSeq, settings.pageEvents)) {
      if (signal.aborted) throw interrupted();
      const items = page.filter((item) => item.seq <= seq);
      const targets = await readReversalTargets(store, items);
      for (const item of items) this.#take(item, targets, cutoff());
      onProgress(this.#readSeq);
      if (this.#readSeq === seq) return;
    }
    assert(false, `the store ends at ${this.#readSeq}, before ${seq}`);
  }

  #take({ seq, event }: SequencedEvent, targets: ReadonlyMap<string, ReversalTarget>, cutoff: number): void {
    const { numberOf } = this.#parts;
    if (event.kind === 'transfer') this.#takeTransfer(seq, event, cutoff);
    else if (event.kind === 'reversal')
      this.#columns.reverse(present(targets.get(event.reverses), 'reversed transfer').seq);
    else numberOf(accountKey(event.account));
    this.#readSeq = seq;
  }

  #takeTransfer(seq: number, event: TransferEvent, cutoff: number): void {
    const { numberOf, settings } = this.#parts;
    const from = numberOf(accountKey(event.from));
    const to = numberOf(accountKey(event.to));
    const { at } = event;
    this.#newestAt = Math.max(this.#newestAt, at);
    if (from === to || at <= cutoff) return;
    if (this.#columns.size >= settings.transfersMax) this.#columns.expire(cutoff);
    if (this.#columns.size >= settings.transfersMax) throw this.#tooMany();
    this.#columns.add({ seq, at, from, to });
    this.#nodeCount = Math.max(this.#nodeCount, from + 1, to + 1);
  }

  /** Forgets what was read, so that what does not fit now is read again when the window has moved on. */
  #tooMany(): AnelError {
    const { transfersMax } = this.#parts.settings;
    this.#columns = new WindowColumns();
    this.#readSeq = 0;
    return new AnelError(
      'ALGORITHM_TOO_LARGE',
      `divide the graph: its window has more than ${transfersMax} transfers (configuration key "communities.transfersMax"); raise it, or shorten "communities.windowMs"`,
    );
  }
}

function interrupted(): AnelError {
  return new AnelError('INTERRUPTED', 'read the window of the communities: it was interrupted; run it again');
}
