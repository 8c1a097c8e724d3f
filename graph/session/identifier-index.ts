import { type IdentifierKind, identifierKinds } from '../model/event.ts';
import { grown } from '../window/columns.ts';
import { KeyTable } from './key-table.ts';
import { PairTable } from './pair-table.ts';

const none = -1;
const startCapacity = 1024;
const kindCount = identifierKinds.length;
/** The identifiers of one account and kind that a question looks at, newest first: bounds the cost of accounts with countless ones. */
const walkMax = 256;

/**
 * Which accounts used which identifiers: for each account and kind the list of its identifiers, newest link first, and for
 * each identifier the number of its accounts. Every link knows its earliest time. Links never expire here. An identifier is its kind and value together.
 */
export class IdentifierIndex {
  readonly keys: KeyTable;
  readonly links: PairTable;
  /** Distinct accounts of each identifier. */
  #accountCount = new Uint32Array(startCapacity);
  /** First link of each account and kind, at `account * kindCount + kind`. */
  #head = new Int32Array(startCapacity * kindCount).fill(none);
  #next = new Int32Array(0);
  /** The earliest time of each link. */
  #firstAt = new Float64Array(0);

  constructor(identifiersMax: number) {
    this.keys = new KeyTable(identifiersMax, 'session.identifiersMax');
    this.links = new PairTable(identifiersMax * 4, 'session.identifiersMax × 4 links');
    this.#follow();
  }

  /** Notes that an account used an identifier at a time. O(1). Throws SESSION_TOO_LARGE past the limit. */
  link(account: number, kind: IdentifierKind, id: string, at: number): void {
    const identifier = this.keys.intern(`${kind}:${id}`);
    if (identifier >= this.#accountCount.length) {
      this.#accountCount = grown(this.#accountCount, this.#accountCount.length * 2);
    }
    const known = this.links.find(account, identifier);
    if (known !== none) {
      if (at < this.#firstAt[known]!) this.#firstAt[known] = at;
      return;
    }
    const row = this.links.intern(account, identifier);
    if (this.links.capacity !== this.#next.length) this.#follow();
    this.#firstAt[row] = at;
    this.#ensureAccount(account);
    const list = account * kindCount + identifierKinds.indexOf(kind);
    this.#next[row] = this.#head[list]!;
    this.#head[list] = row;
    this.#accountCount[identifier]! += 1;
  }

  /**
   * The most accounts that share one identifier of this kind with the account, itself included; 0 when it has none. Looks at
   * the 256 identifiers that it took up last.
   */
  sharedBy(account: number, kind: IdentifierKind): number {
    let most = 0;
    let walked = 0;
    for (
      let row = this.#first(account, identifierKinds.indexOf(kind));
      row !== none;
      row = this.#next[row]!
    ) {
      most = Math.max(most, this.#accountCount[this.links.to[row]!]!);
      walked += 1;
      if (walked === walkMax) break;
    }
    return most;
  }

  /** The number of identifiers that both accounts used; looks at the 256 of each kind that `a` took up last. */
  common(a: number, b: number): number {
    let found = 0;
    for (let kind = 0; kind < kindCount; kind += 1) {
      let walked = 0;
      for (let row = this.#first(a, kind); row !== none && walked < walkMax; row = this.#next[row]!) {
        if (this.links.find(b, this.links.to[row]!) !== none) found += 1;
        walked += 1;
      }
    }
    return found;
  }

  /** The earliest time at which an account used an identifier, Infinity when it never did. O(1). */
  firstUsedAt(account: number, kind: IdentifierKind, id: string): number {
    const row = this.links.find(account, this.keys.find(`${kind}:${id}`));
    return row === none ? Number.POSITIVE_INFINITY : this.#firstAt[row]!;
  }

  /**
   * The identifiers of a kind that an account used for the first time after `after`, up to and including `through`, its very
   * first one not counted. Looks at the 256 identifiers that it took up last.
   */
  takenUp(account: number, kind: IdentifierKind, after: number, through: number): number {
    let older = 0;
    let found = 0;
    let walked = 0;
    for (
      let row = this.#first(account, identifierKinds.indexOf(kind));
      row !== none && walked < walkMax;
      row = this.#next[row]!
    ) {
      if (this.#firstAt[row]! <= after) older += 1;
      else if (this.#firstAt[row]! <= through) found += 1;
      walked += 1;
    }
    return older > 0 ? found : Math.max(0, found - 1);
  }

  #follow(): void {
    this.#next = grown(this.#next, this.links.capacity);
    this.#firstAt = grown(this.#firstAt, this.links.capacity);
  }

  #first(account: number, kind: number): number {
    const list = account * kindCount + kind;
    return list < this.#head.length ? this.#head[list]! : none;
  }

  #ensureAccount(account: number): void {
    const before = this.#head.length;
    const needed = (account + 1) * kindCount;
    if (needed > before) this.#head = grown(this.#head, Math.max(before * 2, needed)).fill(none, before);
  }
}
