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
 * Which accounts used which identifiers, as links between the two: for each account and kind the list of its identifiers, and for
 * each identifier the list and the number of its accounts, in both the link that came last first. Every link knows its earliest and its
 * latest time. Links never expire here. An identifier is its kind and value together.
 */
export class IdentifierIndex {
  readonly keys: KeyTable;
  readonly links: PairTable;
  /** The earliest and the latest time of each link, at its row. */
  firstAt = new Float64Array(0);
  lastAt = new Float64Array(0);
  /** The next link of the same account and kind, and the next of the same identifier; -1 at the end of the list. */
  nextOfAccount = new Int32Array(0);
  nextOfIdentifier = new Int32Array(0);
  /** Distinct accounts of each identifier, its first link, and a time at or after the first use by each of its accounts. */
  #accountCount = new Uint32Array(startCapacity);
  #identifierHead = new Int32Array(startCapacity).fill(none);
  #allSince = new Float64Array(startCapacity).fill(Number.NEGATIVE_INFINITY);
  /** First link of each account and kind, at `account * kindCount + kind`. */
  #head = new Int32Array(startCapacity * kindCount).fill(none);

  constructor(identifiersMax: number) {
    this.keys = new KeyTable(identifiersMax, 'session.identifiersMax');
    this.links = new PairTable(identifiersMax * 4, 'session.identifiersMax × 4 links');
    this.#follow();
  }

  /** Notes that an account used an identifier at a time. O(1). Throws SESSION_TOO_LARGE past the limit. */
  link(account: number, kind: IdentifierKind, id: string, at: number): void {
    const identifier = this.keys.intern(`${kind}:${id}`);
    this.#ensureIdentifier(identifier);
    const known = this.links.find(account, identifier);
    if (known !== none) {
      if (at < this.firstAt[known]!) this.firstAt[known] = at;
      if (at > this.lastAt[known]!) this.lastAt[known] = at;
      return;
    }
    const row = this.links.intern(account, identifier);
    if (this.links.capacity !== this.firstAt.length) this.#follow();
    this.firstAt[row] = at;
    this.lastAt[row] = at;
    this.#ensureAccount(account);
    const list = account * kindCount + identifierKinds.indexOf(kind);
    this.nextOfAccount[row] = this.#head[list]!;
    this.#head[list] = row;
    this.nextOfIdentifier[row] = this.#identifierHead[identifier]!;
    this.#identifierHead[identifier] = row;
    this.#allSince[identifier] = Math.max(this.#allSince[identifier]!, at);
    this.#accountCount[identifier]! += 1;
  }

  /** The link of an account and kind that came last, -1 without one; the others follow by `nextOfAccount`. O(1). */
  firstOfAccount(account: number, kind: IdentifierKind): number {
    return this.#first(account, identifierKinds.indexOf(kind));
  }

  /** The link of an identifier that came last; the others follow by `nextOfIdentifier`. O(1). */
  firstOfIdentifier(identifier: number): number {
    return this.#identifierHead[identifier]!;
  }

  /**
   * The number of accounts that used an identifier up to and including `at`, or `max + 1` when there are more than `max`. O(1) when
   * none came after `at`, else it looks at the `max + 256` links that came last; when even more came, the answer is `max + 1` as well.
   */
  accountsBy(identifier: number, at: number, max: number): number {
    if (this.#allSince[identifier]! <= at) return Math.min(this.#accountCount[identifier]!, max + 1);
    let found = 0;
    let walked = 0;
    for (
      let row = this.#identifierHead[identifier]!;
      row !== none && found <= max;
      row = this.nextOfIdentifier[row]!
    ) {
      if (walked === max + walkMax) return max + 1;
      walked += 1;
      if (this.firstAt[row]! <= at) found += 1;
    }
    return found;
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
      row = this.nextOfAccount[row]!
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
      for (let row = this.#first(a, kind); row !== none && walked < walkMax; row = this.nextOfAccount[row]!) {
        if (this.links.find(b, this.links.to[row]!) !== none) found += 1;
        walked += 1;
      }
    }
    return found;
  }

  /** The earliest time at which an account used an identifier, Infinity when it never did. O(1). */
  firstUsedAt(account: number, kind: IdentifierKind, id: string): number {
    const row = this.links.find(account, this.keys.find(`${kind}:${id}`));
    return row === none ? Number.POSITIVE_INFINITY : this.firstAt[row]!;
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
      row = this.nextOfAccount[row]!
    ) {
      if (this.firstAt[row]! <= after) older += 1;
      else if (this.firstAt[row]! <= through) found += 1;
      walked += 1;
    }
    return older > 0 ? found : Math.max(0, found - 1);
  }

  #follow(): void {
    const { capacity } = this.links;
    this.firstAt = grown(this.firstAt, capacity);
    this.lastAt = grown(this.lastAt, capacity);
    this.nextOfAccount = grown(this.nextOfAccount, capacity);
    this.nextOfIdentifier = grown(this.nextOfIdentifier, capacity);
  }

  #first(account: number, kind: number): number {
    const list = account * kindCount + kind;
    return list < this.#head.length ? this.#head[list]! : none;
  }

  #ensureIdentifier(identifier: number): void {
    const before = this.#accountCount.length;
    if (identifier < before) return;
    this.#accountCount = grown(this.#accountCount, before * 2);
    this.#identifierHead = grown(this.#identifierHead, before * 2).fill(none, before);
    this.#allSince = grown(this.#allSince, before * 2).fill(Number.NEGATIVE_INFINITY, before);
  }

  #ensureAccount(account: number): void {
    const before = this.#head.length;
    const needed = (account + 1) * kindCount;
    if (needed > before) this.#head = grown(this.#head, Math.max(before * 2, needed)).fill(none, before);
  }
}
