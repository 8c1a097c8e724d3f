import { assert } from '../../../base/assert.ts';
import type { Config } from '../../../base/config.ts';
import { AnelError } from '../../../base/errors.ts';
import type { PoolUse } from '../../../base/pool-use.ts';
import type { GraphEvent, IdentifierKind, SequencedEvent } from '../../model/event.ts';
import type {
  Annotations,
  GraphCounts,
  GraphOwner,
  GraphStore,
  IdentifierLink,
  Membership,
  Neighbourhood,
  PathLimits,
  StoredAccount,
  StoredTransfer,
  StoreOutcome,
  WalkLimits,
} from '../../store.ts';
import { type WriteRows, writeAnnotations } from './annotate.ts';
import { idsToLookUp, planBatch } from './batch-plan.ts';
import type { CypherDatabase, RunQuery } from './cypher-database.ts';
import { KnownAccounts } from './known-accounts.ts';
import { type EarlyLook, LookAhead } from './look-ahead.ts';
import { walkNeighbourhood } from './neighbourhood.ts';
import { findPaths } from './paths.ts';
import {
  readAccounts,
  readEvents,
  readLinks,
  readMemberships,
  readPage,
  readTransfers,
  readUsers,
} from './read.ts';
import { type LockedSequence, lockSequence, readSequence, setSequence } from './sequence.ts';
import type { TouchedAccount } from './touched.ts';
import { writeEvents } from './write-events.ts';
import { WriteQueue } from './write-queue.ts';

/** The GraphStore on any database that speaks the Cypher of `cypher/`. Its schema must be up to date: see `applySchema`. */
export class CypherGraphStore implements GraphStore {
  readonly #database: CypherDatabase;
  readonly #config: Config['graph'];
  readonly #writes = new WriteQueue();
  readonly #known: KnownAccounts;
  readonly #ahead = new LookAhead();
  #epoch: number | null = null;

  constructor(database: CypherDatabase, config: Config['graph']) {
    this.#database = database;
    this.#config = config;
    this.#known = new KnownAccounts(config.knownAccountsMax);
  }

  async claim({ ledgerId, epoch }: GraphOwner): Promise<void> {
    await this.#writes.run(() =>
      this.#database.write(async (run) => {
        const sequence = await lockSequence(run);
        if ((sequence.ledgerId ?? ledgerId) !== ledgerId) throw mismatch(ledgerId, sequence.ledgerId);
        if (sequence.epoch > epoch) throw superseded(epoch, sequence.epoch);
        await run('sequence-claim', { ledgerId, epoch });
      }),
    );
    this.#epoch = epoch;
  }

  async append(batch: readonly GraphEvent[]): Promise<readonly StoreOutcome[]> {
    assert(batch.length <= this.#config.batchMax, `a batch has at most ${this.#config.batchMax} events`);
    if (batch.length === 0) return [];
    const ids = idsToLookUp(batch);
    const look = this.#database.readsAhead
      ? this.#ahead.begin(() => readEvents(this.#database.read, ids))
      : null;
    return this.#writes.run(async () => {
      const { outcomes, stored, touched } = await this.#database.write(async (run) => {
        const { counts, known } = await this.#lookUp(run, ids, look);
        const { outcomes, stored } = planBatch(batch, known, counts.lastSeq);
        return { outcomes, stored, touched: await this.#store(run, counts, stored) };
      });
      this.#known.add(touched);
      this.#ahead.committed(stored);
      return outcomes;
    });
  }

  async restore(events: readonly SequencedEvent[]): Promise<void> {
    const { batchMax } = this.#config;
    for (let start = 0; start < events.length; start += batchMax) {
      const slice = events.slice(start, start + batchMax);
      await this.#write(async (run, locked) => {
        const counts = await locked;
        const missing = slice.filter(({ seq }) => seq > counts.lastSeq);
        assertFollows(missing, counts.lastSeq);
        await this.#store(run, counts, missing);
      });
    }
  }

  async lastSeq(): Promise<number> {
    return (await this.counts()).lastSeq;
  }

  checkpoint(): Promise<number> {
    return this.#writes.run(async () => {
      const { lastSeq } = await this.counts();
      await this.#database.sync();
      return lastSeq;
    });
  }

  async *eventsAfter(afterSeq: number, pageSize: number): AsyncIterable<readonly SequencedEvent[]> {
    assert(pageSize >= 1, 'a page has at least one event');
    const size = Math.min(pageSize, this.#config.readMax);
    for (let after = afterSeq; ; after += size) {
      const count = Math.min(size, (await this.lastSeq()) - after);
      if (count > 0) yield await this.#page(after + 1, count);
      if (count < size) return;
    }
  }

  async transfer(id: string): Promise<StoredTransfer | null> {
    return (await this.transfers([id])).get(id) ?? null;
  }

  async transfers(ids: readonly string[]): Promise<ReadonlyMap<string, StoredTransfer>> {
    return readTransfers(this.#database.read, this.#atMost(ids));
  }

  async account(id: string): Promise<StoredAccount | null> {
    return (await this.accounts([id])).get(id) ?? null;
  }

  async accounts(ids: readonly string[]): Promise<ReadonlyMap<string, StoredAccount>> {
    return readAccounts(this.#database.read, this.#atMost(ids));
  }

  async transfersOf(account: string, limit: number): Promise<readonly StoredTransfer[]> {
    const rows = await this.#database.read('transfers-of-account', {
      id: account,
      limit: this.#limit(limit),
    });
    const ids = rows.map(([id]) => id as string);
    const transfers = await readTransfers(this.#database.read, ids);
    return ids.map((id) => transfers.get(id)).filter((transfer) => transfer !== undefined);
  }

  async identifiersOf(account: string, limit: number): Promise<readonly IdentifierLink[]> {
    return readLinks(this.#database.read, [account], this.#limit(limit));
  }

  async accountsUsing(kind: IdentifierKind, id: string, limit: number): Promise<readonly IdentifierLink[]> {
    return readUsers(this.#database.read, kind, id, this.#limit(limit));
  }

  async membershipsOf(ringId: string, limit: number): Promise<readonly Membership[]> {
    return readMemberships(this.#database.read, ringId, this.#limit(limit));
  }

  async neighbourhood(account: string, limits: WalkLimits): Promise<Neighbourhood | null> {
    return walkNeighbourhood(this.#database.read, account, limits);
  }

  async paths(from: string, to: string, limits: PathLimits): Promise<readonly (readonly StoredTransfer[])[]> {
    return findPaths(this.#database.read, from, to, limits);
  }

  annotate(annotations: Annotations): Promise<void> {
    const write: WriteRows = (name, parameters) =>
      this.#write(async (run, locked) => {
        await locked;
        await run(name, parameters);
      });
    return writeAnnotations(write, annotations, this.#config.readMax);
  }

  counts(): Promise<GraphCounts> {
    return readSequence(this.#database.read);
  }

  poolUse(): PoolUse | null {
    return this.#database.poolUse();
  }

  close(): Promise<void> {
    return this.#writes.run(() => this.#database.close());
  }

  /**
   * The `count` events from a number on, all of which are committed. Neo4j shows a commit piece by piece while it is applied: what
   * is missing then is there once the lock of its writer is free.
   */
  async #page(first: number, count: number): Promise<readonly SequencedEvent[]> {
    let page = await readPage(this.#database.read, first, count);
    if (page.length < count) {
      page = await this.#database.write(async (run) => {
        await lockSequence(run);
        return readPage(run, first, count);
      });
    }
    if (page.length === count) return page;
    throw new AnelError(
      'GRAPH_STORE_CORRUPT',
      `reading the events from ${first} to ${first + count - 1}: only ${page.length} are there; restore the graph from a backup`,
    );
  }

  /**
   * Runs `work` in one transaction that takes the lock of the sequence first, after all earlier writes. `work` must wait for
   * `locked`, which rejects when this object is no longer the owner, before it writes; it may ask for reads meanwhile.
   */
  #write<T>(work: (run: RunQuery, locked: Promise<LockedSequence>) => Promise<T>): Promise<T> {
    return this.#writes.run(() => this.#database.write((run) => work(run, this.#lockAsOwner(run))));
  }

  async #lockAsOwner(run: RunQuery): Promise<LockedSequence> {
    const sequence = await lockSequence(run);
    if (this.#epoch !== null && sequence.epoch > this.#epoch) throw superseded(this.#epoch, sequence.epoch);
    return sequence;
  }

  /** The counter behind its lock, and what the store has of the ids: as it was looked up ahead, else now, together with the lock. */
  async #lookUp(run: RunQuery, ids: readonly string[], look: EarlyLook | null) {
    if (look === null) {
      const [counts, known] = await Promise.all([this.#lockAsOwner(run), readEvents(run, ids)]);
      return { counts, known };
    }
    const counts = await this.#lockAsOwner(run);
    // A read that failed is no reason to give up: behind the lock it is tried again.
    const early = await this.#ahead.settle(look, counts.lastSeq).catch(() => null);
    return { counts, known: early ?? (await readEvents(run, ids)) };
  }

  /** Answers the accounts that are in the store once the transaction is. */
  async #store(
    run: RunQuery,
    counts: GraphCounts,
    stored: readonly SequencedEvent[],
  ): Promise<readonly TouchedAccount[]> {
    if (stored.length === 0) return [];
    const made = await writeEvents(run, stored, this.#database, this.#known);
    await setSequence(run, {
      accounts: counts.accounts + made.accounts,
      transfers: counts.transfers + made.transfers,
      identifiers: counts.identifiers + made.identifiers,
      lastSeq: counts.lastSeq + stored.length,
    });
    return made.touched;
  }

  #atMost(ids: readonly string[]): readonly string[] {
    assert(ids.length <= this.#config.readMax, `a read has at most ${this.#config.readMax} ids`);
    return ids;
  }

  #limit(limit: number): number {
    return Math.min(limit, this.#config.readMax);
  }
}

function mismatch(ledgerId: string, other: string | null): AnelError {
  return new AnelError(
    'STORES_MISMATCH',
    `claiming the graph store for ledger "${ledgerId}": it belongs to ledger "${other}"; name the ledger and the graph of one installation, or start both empty`,
  );
}

function superseded(epoch: number, newer: number): AnelError {
  return new AnelError(
    'SUPERSEDED',
    `writing to the graph store as owner ${epoch}: owner ${newer} has taken it; end this process, the newer one goes on`,
  );
}

function assertFollows(events: readonly SequencedEvent[], lastSeq: number): void {
  const gap = events.find(({ seq }, index) => seq !== lastSeq + index + 1);
  if (gap === undefined) return;
  throw new AnelError(
    'GRAPH_STORE_FAILED',
    `restoring event "${gap.event.id}" with sequence number ${gap.seq}: the store ends at ${lastSeq} and the numbers must follow without a gap; restore the earlier events first`,
  );
}
