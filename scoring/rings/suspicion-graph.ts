import type { Config } from '../../base/config.ts';
import { ringMembersMin } from './candidate.ts';
import { transferWeight } from './evidence/suspicion.ts';
import type { RingTransfer } from './model.ts';

/** One suspicious transfer between two accounts of the session. */
export interface SuspiciousLink {
  readonly from: number;
  readonly to: number;
  readonly transfer: RingTransfer;
}

/** What ties two accounts of the session beside money. */
export interface AccountTie {
  readonly a: number;
  readonly b: number;
  readonly weight: number;
}

/** A connected group of accounts with the suspicious transfers between them. */
export interface SuspiciousGroup {
  /** Accounts in the order in which they were taken in, the ends of the starting transfer first. */
  readonly members: readonly number[];
  /** By sequence number. */
  readonly links: readonly SuspiciousLink[];
  /** Weight of the links and ties between the members, less `rings.memberCost` for each member beyond the first. */
  readonly netWeight: number;
}

/**
 * The transfers of the last days whose score reached `linkScoreMin`, as a graph of its own: a small part of all, held apart from
 * the session because it follows the decisions, not the arrivals. A pure function of the decisions in sequence order.
 */
export class SuspicionGraph {
  readonly #config: Config['rings'];
  readonly #windowMs: number;
  /** Links of every account, oldest first. */
  readonly #links = new Map<number, SuspiciousLink[]>();
  /** Links that stay in the queue until they are due, though they count no more. */
  readonly #takenBack = new Set<SuspiciousLink>();
  #queue: SuspiciousLink[] = [];
  #head = 0;

  constructor(config: Config['rings'], windowMs: number) {
    this.#config = config;
    this.#windowMs = windowMs;
  }

  /** Links that are remembered. */
  get size(): number {
    return this.#queue.length - this.#head;
  }

  /** Notes a decided transfer between two accounts; `now` is the session's time at its arrival. Amortised O(1). */
  note(link: SuspiciousLink, now: number): void {
    this.#expire(now);
    if (link.transfer.score < this.#config.linkScoreMin) return;
    if (this.size >= this.#config.linksMax) this.#drop();
    this.#queue.push(link);
    this.#list(link.from).push(link);
    this.#list(link.to).push(link);
  }

  /** Takes back the links of an account that match. O(links of its counterparties). */
  forget(account: number, matches: (link: SuspiciousLink) => boolean): void {
    for (const link of (this.#links.get(account) ?? []).filter(matches)) {
      this.#takenBack.add(link);
      this.#remove(link.from, link);
      this.#remove(link.to, link);
    }
  }

  /** Whether an account has a link of the window among its `linkDegreeMax` newest. O(linkDegreeMax). */
  isLinked(account: number, now: number): boolean {
    return this.#recent(account, now).next().done !== true;
  }

  /** The links of the window in the order in which they were noted. O(links). */
  *linksAt(now: number): Generator<SuspiciousLink> {
    for (let place = this.#head; place < this.#queue.length; place += 1) {
      const link = this.#queue[place]!;
      if (!this.#takenBack.has(link) && link.transfer.at > now - this.#windowMs) yield link;
    }
  }

  /**
   * The group around two accounts, grown like a minimum spanning tree (Prim): always the account joins that is tied to the group
   * the strongest, the lower number on a tie, at most `groupMembersMax` in all, over links of the window (of one account the
   * `linkDegreeMax` newest) and the given ties. The group is that beginning of this order whose net weight is the highest (a
   * prize-collecting tree: weights of links are prizes, members have a cost), three accounts at the least when as many can be reached.
   * `within`, when given, says which accounts may join. Deterministic. O(groupMembersMax² × linkDegreeMax).
   */
  groupAround(
    [from, to]: readonly [number, number],
    now: number,
    ties: readonly AccountTie[] = [],
    within: (account: number) => boolean = () => true,
  ): SuspiciousGroup {
    const growth = new Growth(this.#config.memberCost);
    const take = (account: number) => {
      growth.take(account);
      for (const link of this.#recent(account, now)) growth.offer(link, account, within);
      for (const tie of ties) growth.offerTie(tie, account, within);
      growth.mark();
    };
    take(from);
    take(to);
    for (let next = growth.next(); next !== null; next = growth.next()) {
      if (growth.size >= this.#config.groupMembersMax) break;
      take(next);
    }
    return growth.best();
  }

  *#recent(account: number, now: number): Generator<SuspiciousLink> {
    const links = this.#links.get(account) ?? [];
    const last = Math.max(0, links.length - this.#config.linkDegreeMax);
    for (let place = links.length - 1; place >= last; place -= 1) {
      const link = links[place];
      if (link !== undefined && link.transfer.at > now - this.#windowMs) yield link;
    }
  }

  #expire(now: number): void {
    const isOld = (link: SuspiciousLink | undefined) => (link?.transfer.at ?? now) <= now - this.#windowMs;
    while (this.#head < this.#queue.length && isOld(this.#queue[this.#head])) this.#drop();
  }

  /** Lets go of the link that was noted first. */
  #drop(): void {
    const link = this.#queue[this.#head] as SuspiciousLink;
    this.#head += 1;
    this.#takenBack.delete(link);
    for (const account of [link.from, link.to]) this.#remove(account, link);
    if (this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
  }

  #remove(account: number, link: SuspiciousLink): void {
    const links = this.#links.get(account);
    const place = links?.indexOf(link) ?? -1;
    if (links === undefined || place === -1) return;
    links.splice(place, 1);
    if (links.length === 0) this.#links.delete(account);
  }

  #list(account: number): SuspiciousLink[] {
    const known = this.#links.get(account);
    if (known !== undefined) return known;
    const links: SuspiciousLink[] = [];
    this.#links.set(account, links);
    return links;
  }
}

/** A group while it grows, and the best beginning of it. */
class Growth {
  readonly #memberCost: number;
  /** Members with their place. */
  readonly #places = new Map<number, number>();
  /** Accounts that could join, with the weight that ties them to the members. */
  readonly #offers = new Map<number, number>();
  readonly #links = new Set<SuspiciousLink>();
  readonly #ties = new Set<AccountTie>();
  #weight = 0;
  #best = { size: 0, netWeight: Number.NEGATIVE_INFINITY };

  constructor(memberCost: number) {
    this.#memberCost = memberCost;
  }

  get size(): number {
    return this.#places.size;
  }

  take(account: number): void {
    this.#places.set(account, this.#places.size);
    this.#offers.delete(account);
  }

  /** Takes a link of a member in when it stays inside, else notes that its other end could join. */
  offer(link: SuspiciousLink, member: number, within: (account: number) => boolean): void {
    const other = link.from === member ? link.to : link.from;
    const weight = transferWeight(link.transfer);
    if (!this.#places.has(other)) this.#addOffer(other, weight, within);
    else if (!this.#links.has(link)) {
      this.#links.add(link);
      this.#weight += weight;
    }
  }

  offerTie(tie: AccountTie, member: number, within: (account: number) => boolean): void {
    if (tie.a !== member && tie.b !== member) return;
    const other = tie.a === member ? tie.b : tie.a;
    if (!this.#places.has(other)) this.#addOffer(other, tie.weight, within);
    else if (!this.#ties.has(tie)) {
      this.#ties.add(tie);
      this.#weight += tie.weight;
    }
  }

  /** The account to join next; null when there is none. */
  next(): number | null {
    let [next, most] = [-1, 0];
    for (const [account, weight] of this.#offers) {
      if (weight > most || (weight === most && account < next)) [next, most] = [account, weight];
    }
    return next === -1 ? null : next;
  }

  /** Compares the group as it is with its best beginning. */
  mark(): void {
    const { size } = this;
    const netWeight = this.#weight - this.#memberCost * (size - 1);
    if (netWeight > this.#best.netWeight || size <= ringMembersMin) this.#best = { size, netWeight };
  }

  best(): SuspiciousGroup {
    const { size, netWeight } = this.#best;
    const isMember = (account: number) => (this.#places.get(account) ?? size) < size;
    const links = [...this.#links].filter(({ from, to }) => isMember(from) && isMember(to));
    links.sort((a, b) => a.transfer.seq - b.transfer.seq);
    return { members: [...this.#places.keys()].slice(0, size), links, netWeight };
  }

  #addOffer(account: number, weight: number, within: (account: number) => boolean): void {
    if (within(account)) this.#offers.set(account, (this.#offers.get(account) ?? 0) + weight);
  }
}
