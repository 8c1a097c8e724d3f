import { type IdentifierKind, identifierKinds } from '../model/event.ts';
import { grown } from './columns.ts';
import { KeyTable } from './key-table.ts';
import { PairTable } from './pair-table.ts';

const none = -1;
const startCapacity = 1024;

/**
 * Which accounts used which identifiers: for each account the list of its identifiers, for each identifier the list of its
 * accounts, newest link first. Links never expire here. An identifier is numbered by its kind and value together.
 */
export class IdentifierIndex {
  readonly keys: KeyTable;
  readonly links: PairTable;
  /** The kind of each identifier, as an index into `identifierKinds`. */
  #kind = new Uint8Array(startCapacity);
  /** Distinct accounts of each identifier. */
  #accountCount = new Uint32Array(startCapacity);
  #identifierHead = new Int32Array(startCapacity).fill(none);
  #accountHead = new Int32Array(startCapacity).fill(none);
  #nextOfAccount = new Int32Array(0);
  #nextOfIdentifier = new Int32Array(0);

  constructor(identifiersMax: number) {
    this.keys = new KeyTable(identifiersMax, 'session.identifiersMax');
    this.links = new PairTable(identifiersMax * 4, 'session.identifiersMax × 4 links');
    this.#followLinks();
  }

  /** Notes that an account used an identifier. O(1). */
  link(account: number, kind: IdentifierKind, id: string): void {
    const identifier = this.keys.intern(`${kind}:${id}`);
    this.#ensureIdentifier(identifier);
    this.#kind[identifier] = identifierKinds.indexOf(kind);
    if (this.links.find(account, identifier) !== none) return;
    const row = this.links.intern(account, identifier);
    if (this.links.capacity !== this.#nextOfAccount.length) this.#followLinks();
    this.#ensureAccount(account);
    this.#nextOfAccount[row] = this.#accountHead[account]!;
    this.#accountHead[account] = row;
    this.#nextOfIdentifier[row] = this.#identifierHead[identifier]!;
    this.#identifierHead[identifier] = row;
    this.#accountCount[identifier]! += 1;
  }

  /** The most accounts that share one identifier of this kind with the account, itself included; 0 when it has none. */
  sharedBy(account: number, kind: IdentifierKind): number {
    const wanted = identifierKinds.indexOf(kind);
    let most = 0;
    for (let row = this.#firstLink(account); row !== none; row = this.#nextOfAccount[row]!) {
      const identifier = this.links.to[row]!;
      if (this.#kind[identifier] === wanted && this.#accountCount[identifier]! > most) {
        most = this.#accountCount[identifier]!;
      }
    }
    return most;
  }

  /** The number of identifiers that both accounts used. */
  common(a: number, b: number): number {
    let found = 0;
    for (let row = this.#firstLink(a); row !== none; row = this.#nextOfAccount[row]!) {
      if (this.links.find(b, this.links.to[row]!) !== none) found += 1;
    }
    return found;
  }

  /** The number of identifiers of an account. */
  countOf(account: number): number {
    let found = 0;
    for (let row = this.#firstLink(account); row !== none; row = this.#nextOfAccount[row]!) found += 1;
    return found;
  }

  #firstLink(account: number): number {
    return account < this.#accountHead.length ? this.#accountHead[account]! : none;
  }

  #ensureIdentifier(identifier: number): void {
    const before = this.#kind.length;
    if (identifier < before) return;
    this.#kind = grown(this.#kind, before * 2);
    this.#accountCount = grown(this.#accountCount, before * 2);
    this.#identifierHead = grown(this.#identifierHead, before * 2).fill(none, before);
  }

  #ensureAccount(account: number): void {
    const before = this.#accountHead.length;
    if (account < before) return;
    this.#accountHead = grown(this.#accountHead, Math.max(before * 2, account + 1)).fill(none, before);
  }

  #followLinks(): void {
    this.#nextOfAccount = grown(this.#nextOfAccount, this.links.capacity);
    this.#nextOfIdentifier = grown(this.#nextOfIdentifier, this.links.capacity);
  }
}
