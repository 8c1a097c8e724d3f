import { type IdentifierKind, identifierKinds } from '../model/event.ts';
import { grown } from './columns.ts';
import { KeyTable } from './key-table.ts';
import { PairTable } from './pair-table.ts';

const none = -1;
const startCapacity = 1024;
const kindCount = identifierKinds.length;
/** The identifiers of one account and kind that a question looks at, newest first: bounds the cost of accounts with countless ones. */
const walkMax = 256;

/**
 * Which accounts used which identifiers: for each account and kind the list of its identifiers, newest link first, and for
 * each identifier the number of its accounts. Links never expire here. An identifier is its kind and value together.
 */
export class IdentifierIndex {
  readonly keys: KeyTable;
  readonly links: PairTable;
  /** Distinct accounts of each identifier. */
  #accountCount = new Uint32Array(startCapacity);
  /** First link of each account and kind, at `account * kindCount + kind`. */
  #head = new Int32Array(startCapacity * kindCount).fill(none);
  #next = new Int32Array(0);

  constructor(identifiersMax: number) {
    this.keys = new KeyTable(identifiersMax, 'session.identifiersMax');
    this.links = new PairTable(identifiersMax * 4, 'session.identifiersMax × 4 links');
    this.#next = grown(this.#next, this.links.capacity);
  }

  /** Notes that an account used an identifier. O(1). Throws SESSION_TOO_LARGE past the limit. */
  link(account: number, kind: IdentifierKind, id: string): void {
    const identifier = this.keys.intern(`${kind}:${id}`);
    if (identifier >= this.#accountCount.length) {
      this.#accountCount = grown(this.#accountCount, this.#accountCount.length * 2);
    }
    if (this.links.find(account, identifier) !== none) return;
    const row = this.links.intern(account, identifier);
    if (this.links.capacity !== this.#next.length) this.#next = grown(this.#next, this.links.capacity);
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
