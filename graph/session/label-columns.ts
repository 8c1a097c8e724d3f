import { present } from '../../base/assert.ts';
import { type LabelEvent, type LabelPattern, labelPatterns } from '../model/event.ts';
import { grown, nextCapacity } from '../window/columns.ts';

const startCapacity = 64;
const none = -1;
const never = Number.NEGATIVE_INFINITY;
/** The labels of one account that a question looks at, newest first: bounds the cost of an account that is labelled again and again. */
const walkMax = 64;

/** What is remembered of a label. */
export type NotedLabel = Pick<LabelEvent, 'id' | 'verdict' | 'at' | 'until' | 'pattern'>;

/**
 * The labels of accounts in sequence order, in typed arrays of 43 bytes each: a row is one label and stays for life. Of the
 * labels of an account that were confirmed up to a moment, the one with the highest sequence number counts at that moment, so a
 * transfer that comes late sees the label of its own time and not the one that replaced it. Labels have no window: who reads them
 * decides how much an old one weighs.
 */
export class LabelColumns {
  account = new Int32Array(startCapacity);
  /** 1 = confirmed fraud, 0 = confirmed legitimate. */
  fraud = new Uint8Array(startCapacity);
  /** When it was confirmed. */
  at = new Float64Array(startCapacity);
  seq = new Float64Array(startCapacity);
  /** When it stops to suppress; 0 when it does not say. */
  until = new Float64Array(startCapacity);
  /** What the label did to the number of accounts whose newest label is fraud: 1, 0 or -1. */
  change = new Int8Array(startCapacity);
  /** The newest `at` of this row and all rows before it: rows with a lower one need no look when only later labels matter. */
  newestAt = new Float64Array(startCapacity);
  /** Rows. */
  size = 0;
  /** Rows that say fraud, whatever replaced them: while it is 0 no moment has an account with confirmed fraud. */
  fraudRows = 0;
  /** The place of the pattern in `labelPatterns`, from 1; 0 without one. */
  #pattern = new Uint8Array(startCapacity);
  /** The ids of the rows that say legitimate: those can suppress, and are named then. */
  readonly #ids = new Map<number, string>();
  /** The next row of the account that can count at some moment: an earlier `at` than this row's. */
  #older = new Int32Array(startCapacity);
  /** The account's newest row by sequence number, -1 without one. */
  #head = new Int32Array(0);
  readonly #labelsMax: number;

  constructor(labelsMax: number) {
    this.#labelsMax = labelsMax;
  }

  /** Remembers a label. Amortised O(1). Throws SESSION_TOO_LARGE past the limit. */
  add(account: number, { id, verdict, at, until, pattern }: NotedLabel, seq: number): void {
    if (this.size === Math.min(this.account.length, this.#labelsMax)) this.#grow();
    this.#ensureAccount(account);
    const row = this.size;
    const head = this.#head[account]!;
    const fraud = verdict === 'fraud' ? 1 : 0;
    this.account[row] = account;
    this.fraud[row] = fraud;
    this.at[row] = at;
    this.seq[row] = seq;
    this.until[row] = until ?? 0;
    this.#pattern[row] = pattern === undefined ? 0 : labelPatterns.indexOf(pattern) + 1;
    if (fraud === 0) this.#ids.set(row, id);
    this.change[row] = fraud - (head === none ? 0 : this.fraud[head]!);
    this.newestAt[row] = row === 0 ? at : Math.max(at, this.newestAt[row - 1]!);
    // A row that was not confirmed before this one is never asked for again: this one counts wherever it would.
    let older = head;
    while (older !== none && this.at[older]! >= at) older = this.#older[older]!;
    this.#older[row] = older;
    this.#head[account] = row;
    this.size += 1;
    this.fraudRows += fraud;
  }

  /** The row of the account's newest label by sequence number, -1 without one. O(1). */
  newest(account: number): number {
    return account < this.#head.length ? this.#head[account]! : none;
  }

  /** When the fraud of an account was confirmed, as it was known at a moment (inclusive); -Infinity when none was, or it was cleared. Costs what `standing` does. */
  fraudSince(account: number, asOf: number): number {
    const row = this.standing(account, asOf);
    return row === none || this.fraud[row] === 0 ? never : this.at[row]!;
  }

  /** What a row was taken for; null when its label does not say. */
  pattern(row: number): LabelPattern | null {
    return labelPatterns[this.#pattern[row]! - 1] ?? null;
  }

  /** The id of the label of a row that says legitimate. */
  idOf(row: number): string {
    return present(this.#ids.get(row), 'the id of a legitimate label');
  }

  /**
   * The row of the label that counts for an account at a moment: of those confirmed by then (inclusive) the newest by sequence number; -1
   * without one. O(1), or O(labels of the account that were confirmed later); only its 64 newest are looked at.
   */
  standing(account: number, asOf: number): number {
    let row = this.newest(account);
    let walked = 1;
    while (row !== none && this.at[row]! > asOf && walked < walkMax) {
      row = this.#older[row]!;
      walked += 1;
    }
    return row === none || this.at[row]! > asOf ? none : row;
  }

  #ensureAccount(account: number): void {
    const before = this.#head.length;
    if (account < before) return;
    const capacity = Math.max(Math.ceil(before * 1.5), account + 1);
    this.#head = grown(this.#head, capacity).fill(none, before);
  }

  #grow(): void {
    const capacity = nextCapacity(this.account.length, this.size + 1, this.#labelsMax, 'session.labelsMax');
    this.account = grown(this.account, capacity);
    this.fraud = grown(this.fraud, capacity);
    this.at = grown(this.at, capacity);
    this.seq = grown(this.seq, capacity);
    this.until = grown(this.until, capacity);
    this.#pattern = grown(this.#pattern, capacity);
    this.change = grown(this.change, capacity);
    this.newestAt = grown(this.newestAt, capacity);
    this.#older = grown(this.#older, capacity);
  }
}
