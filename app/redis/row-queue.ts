import type { Decision } from '../../scoring/decision-model.ts';
import { rolesOf } from '../../scoring/feature-cache.ts';
import type { WaitingRow } from './feature-fields.ts';

interface Entry extends WaitingRow {
  /** The latest transfer of the account in the role. */
  decision: Decision;
  /** The first transfer since the row was last written: the row is behind from there on. */
  sinceSeq: number;
}

/**
 * Feature rows on their way, one for each account and role, however many transfers it had meanwhile; those that wait longest first. At most
 * `rowsMax`: the one that waits longest is dropped for a new one.
 */
export class RowQueue {
  readonly #rowsMax: number;
  readonly #entries = new Map<string, Entry>();
  #offeredSeq = 0;
  #droppedSeq = Number.POSITIVE_INFINITY;
  #dropped = 0;

  constructor(rowsMax: number) {
    this.#rowsMax = rowsMax;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Rows that were dropped since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  /** True when a row was dropped and not seen to since. */
  get hasGap(): boolean {
    return this.#droppedSeq !== Number.POSITIVE_INFINITY;
  }

  /** Everything offered up to this sequence number was written or is a gap that was seen to. O(rows). */
  doneSeq(): number {
    let done = Math.min(this.#offeredSeq, this.#droppedSeq - 1);
    for (const { sinceSeq } of this.#entries.values()) done = Math.min(done, sinceSeq - 1);
    return done;
  }

  /** Queues the rows of a decision. O(1). */
  offer(decision: Decision): void {
    this.reach(decision.seq);
    for (const [role, account] of rolesOf(decision)) {
      const key = `${role} ${account}`;
      const entry = this.#entries.get(key);
      if (entry === undefined) {
        if (this.#entries.size >= this.#rowsMax) this.#dropFirst();
        this.#entries.set(key, { role, account, decision, sinceSeq: decision.seq });
      } else {
        if (entry.decision.seq < decision.seq) entry.decision = decision;
        entry.sinceSeq = Math.min(entry.sinceSeq, decision.seq);
      }
    }
  }

  /** Everything up to a sequence number was offered, or written without this queue. */
  reach(seq: number): void {
    this.#offeredSeq = Math.max(this.#offeredSeq, seq);
  }

  /** The `count` rows that wait longest. They stay until `remove`. */
  first(count: number): WaitingRow[] {
    const rows: WaitingRow[] = [];
    for (const { role, account, decision } of this.#entries.values()) {
      if (rows.length === count) break;
      rows.push({ role, account, decision });
    }
    return rows;
  }

  /** Removes rows that were written. A row that had another transfer meanwhile stays, behind since that one. */
  remove(rows: readonly WaitingRow[]): void {
    for (const { role, account, decision } of rows) {
      const key = `${role} ${account}`;
      const entry = this.#entries.get(key);
      if (entry === undefined) continue;
      if (entry.decision === decision) this.#entries.delete(key);
      else entry.sinceSeq = decision.seq + 1;
    }
  }

  /** Forgets what was dropped, since it is being written again. Answers what to hand to `reopenGap` when that fails. */
  closeGap(): number {
    const seq = this.#droppedSeq;
    this.#droppedSeq = Number.POSITIVE_INFINITY;
    return seq;
  }

  reopenGap(seq: number): void {
    this.#droppedSeq = Math.min(this.#droppedSeq, seq);
  }

  #dropFirst(): void {
    for (const [key, { sinceSeq }] of this.#entries) {
      this.#entries.delete(key);
      this.reopenGap(sinceSeq);
      this.#dropped += 1;
      return;
    }
  }
}
