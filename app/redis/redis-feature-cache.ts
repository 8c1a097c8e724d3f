import type { Config } from '../../base/config.ts';
import { AnelError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Decision } from '../../scoring/decision-model.ts';
import type { DecisionLog, FeatureCache, FeatureRow } from '../../scoring/feature-cache.ts';
import { rolesOf } from '../../scoring/feature-cache.ts';
import { readRow, type WaitingRow, writeRows } from './feature-fields.ts';
import type { RedisConnection } from './redis-connection.ts';
import { RowQueue } from './row-queue.ts';

/** Decisions in one page of a rebuild. */
const pageSize = 500;

/** Keys in one step of a removal. */
const scanCount = 500;

/**
 * Feature rows as hashes of Redis. Decisions wait in a bounded queue and are written in pipelines of `writeMax` rows, one at a time; when that
 * fails, they wait for the next connection or `retryMaxMs`. After each new connection, and after rows were dropped, what is missing
 * is read from the log that `rebuild` got.
 */
export class RedisFeatureCache implements FeatureCache {
  readonly #connection: RedisConnection;
  readonly #settings: Config['redis'];
  readonly #log: Log;
  readonly #queue: RowQueue;
  #writing: Promise<void> | null = null;
  #pause: NodeJS.Timeout | null = null;
  #decisions: DecisionLog | null = null;
  #rebuilding: Promise<void> | null = null;
  /** The last mark that was written; it does not move before the first rebuild. */
  #markedSeq: number | null = null;

  constructor(connection: RedisConnection, settings: Config['redis'], log: Log) {
    this.#connection = connection;
    this.#settings = settings;
    this.#log = log;
    this.#queue = new RowQueue(settings.queueMax);
    connection.whenReady(() => {
      // Redis may have come back with less than it had: its own mark counts, once the rows after it are written again.
      this.#markedSeq = null;
      this.#goOn();
    });
  }

  get queued(): number {
    return this.#queue.size;
  }

  get dropped(): number {
    return this.#queue.dropped;
  }

  offer(decisions: readonly Decision[]): void {
    for (const decision of decisions) this.#queue.offer(decision);
    if (this.#pause === null) this.#startWriting();
  }

  async row(account: string): Promise<FeatureRow | null> {
    const attempt = `read the feature row of account "${account}"`;
    const fields = await this.#connection.ask(attempt, (redis) => redis.hgetall(this.#keyOf(account)));
    return readRow(account, fields);
  }

  async writtenSeq(): Promise<number> {
    const attempt = 'read up to where feature rows are written';
    return Number((await this.#connection.ask(attempt, (redis) => redis.get(this.#markKey))) ?? 0);
  }

  rebuild(log: DecisionLog): Promise<void> {
    this.#decisions = log;
    this.#rebuilding ??= this.#rebuildFrom(log).finally(() => {
      this.#rebuilding = null;
    });
    return this.#rebuilding;
  }

  async settle(): Promise<void> {
    this.#startWriting();
    await this.#writing;
  }

  /** Writes what waits, once, and stops. The connection stays open. */
  async close(): Promise<void> {
    this.#decisions = null;
    await this.#rebuilding?.catch(() => undefined);
    await this.settle();
    this.#clearPause();
  }

  get #markKey(): string {
    return `${this.#settings.keyPrefix}:features:seq`;
  }

  #keyOf(account: string): string {
    return `${this.#settings.keyPrefix}:account:${account}`;
  }

  #startWriting(): void {
    if (this.#writing !== null || this.#queue.size === 0 || this.#connection.state !== 'open') return;
    this.#clearPause();
    this.#writing = this.#writeQueue().finally(() => {
      this.#writing = null;
    });
  }

  /** Empties the queue; whatever fails ends it, with everything still there. */
  async #writeQueue(): Promise<void> {
    // First let everything that is offered at once come together.
    await Promise.resolve();
    try {
      while (this.#queue.size > 0) {
        const rows = this.#queue.first(this.#settings.writeMax);
        await this.#write(rows);
        this.#queue.remove(rows);
        await this.#mark();
      }
      if (this.#queue.hasGap) this.#heal();
    } catch (error) {
      this.#log.debug({ error: messageOf(error), queued: this.#queue.size }, 'feature rows have to wait');
      this.#goOnLater();
    }
  }

  #goOn(): void {
    this.#clearPause();
    this.#startWriting();
    if (this.#markedSeq === null || this.#queue.hasGap) this.#heal();
  }

  #goOnLater(): void {
    this.#pause ??= setTimeout(() => {
      this.#pause = null;
      this.#goOn();
    }, this.#settings.retryMaxMs).unref();
  }

  #clearPause(): void {
    if (this.#pause !== null) clearTimeout(this.#pause);
    this.#pause = null;
  }

  async #write(rows: readonly WaitingRow[]): Promise<void> {
    await this.#connection.ask(`write ${rows.length} feature rows`, async (redis) => {
      const pipeline = redis.pipeline();
      writeRows(pipeline, rows, (account) => this.#keyOf(account), this.#settings.rowTtlMs);
      for (const [error] of (await pipeline.exec()) ?? []) if (error !== null) throw error;
    });
  }

  async #mark(): Promise<void> {
    const doneSeq = this.#queue.doneSeq();
    if (this.#rebuilding !== null || this.#markedSeq === null || doneSeq <= this.#markedSeq) return;
    await this.#raiseMark(doneSeq);
  }

  async #raiseMark(seq: number): Promise<void> {
    const attempt = `note that feature rows are written up to seq ${seq}`;
    await this.#connection.ask(attempt, (redis) => redis.anelRaise(this.#markKey, seq));
    this.#markedSeq = seq;
  }

  /** Rebuilds from the log of the last rebuild, if there was one. */
  #heal(): void {
    if (this.#decisions === null || this.#connection.state !== 'open') return;
    this.rebuild(this.#decisions).catch((error: unknown) => {
      this.#log.warn({ error: messageOf(error) }, 'feature rows were not rebuilt; trying again later');
    });
  }

  async #rebuildFrom(log: DecisionLog): Promise<void> {
    const gap = this.#queue.closeGap();
    try {
      await this.#connection.ping();
      let seq = await this.#startOfRebuild(log);
      for await (const page of log.decisionsAfter(seq, pageSize)) {
        this.#refuseWhenClosed();
        for (const rows of chunks(latestRows(page), this.#settings.writeMax)) await this.#write(rows);
        seq = page.at(-1)?.seq ?? seq;
        await this.#raiseMark(seq);
      }
      this.#queue.reach(seq);
      await this.#raiseMark(Math.max(seq, this.#queue.doneSeq()));
    } catch (error) {
      this.#queue.reopenGap(gap);
      this.#markedSeq = null;
      this.#goOnLater();
      throw error;
    }
  }

  #refuseWhenClosed(): void {
    if (this.#decisions !== null) return;
    throw new AnelError(
      'INTERRUPTED',
      'rebuild the feature rows: Anel ends; the next start goes on from there',
    );
  }

  /** Where to begin: after the mark, or at the start when the mark is of another ledger, whose rows are removed. */
  async #startOfRebuild(log: DecisionLog): Promise<number> {
    const markedSeq = await this.writtenSeq();
    const lastSeq = await log.lastSeq();
    if (markedSeq <= lastSeq) return markedSeq;
    this.#log.warn({ markedSeq, lastSeq }, 'the feature rows in Redis are of another ledger; removing them');
    await this.#removeAll();
    return 0;
  }

  async #removeAll(): Promise<void> {
    const match = `${escapeGlob(this.#keyOf(''))}*`;
    await this.#connection.ask('remove the feature rows', async (redis) => {
      let cursor = '0';
      do {
        const [next, keys] = await redis.scan(cursor, 'MATCH', match, 'COUNT', scanCount);
        if (keys.length > 0) await redis.unlink(...keys);
        cursor = next;
      } while (cursor !== '0');
      await redis.del(this.#markKey);
    });
    this.#markedSeq = null;
  }
}

/** The last row of each account and role in a page of decisions, which are in sequence order. */
function latestRows(decisions: readonly Decision[]): WaitingRow[] {
  const rows = new Map<string, WaitingRow>();
  for (const decision of decisions) {
    for (const [role, account] of rolesOf(decision))
      rows.set(`${role} ${account}`, { role, account, decision });
  }
  return [...rows.values()];
}

function* chunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

function escapeGlob(text: string): string {
  return text.replace(/[*?[\]\\]/g, '\\$&');
}
