import type { Config } from '../../base/config.ts';

/** One suspicious transfer between two accounts of the session. */
export interface SuspiciousLink {
  readonly seq: number;
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly score: number;
}

/** A connected group of suspicious transfers. */
export interface SuspiciousGroup {
  /** Accounts in the order in which they were reached, the ends of the starting transfer first. */
  readonly members: readonly number[];
  readonly links: readonly SuspiciousLink[];
  /** 1 - Π (1 - score) over the links: the chance that at least one of them is fraud, were they independent. */
  readonly suspicion: number;
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
  #queue: SuspiciousLink[] = [];
  #head = 0;

  constructor(config: Config['rings'], windowMs: number) {
    this.#config = config;
    this.#windowMs = windowMs;
  }

  get size(): number {
    return this.#queue.length - this.#head;
  }

  /** Notes a decided transfer; `now` is the session's time at its arrival. Amortised O(1). */
  note(link: SuspiciousLink, now: number): void {
    this.#expire(now);
    if (link.score < this.#config.linkScoreMin || link.from === link.to) return;
    if (this.size >= this.#config.linksMax) this.#drop();
    this.#queue.push(link);
    this.#list(link.from).push(link);
    this.#list(link.to).push(link);
  }

  /** Takes back the link of a transfer that was reversed, when there is one. O(links of its accounts). */
  forget(seq: number, from: number, to: number): void {
    for (const account of new Set([from, to])) this.#remove(account, (link) => link.seq === seq);
  }

  /**
   * The group around a transfer: breadth-first over suspicious links of the window, at most `linkHopsMax` steps from its ends and
   * `membersMax` accounts, of one account only the `linkDegreeMax` newest. O(links visited).
   */
  groupAround(from: number, to: number, now: number): SuspiciousGroup {
    const reached = new Map<number, number>([[from, 0]]);
    reached.set(to, 0);
    const links = new Set<SuspiciousLink>();
    for (const [account, hops] of reached) {
      for (const link of this.#recent(account, now)) {
        const other = link.from === account ? link.to : link.from;
        if (!reached.has(other)) {
          if (hops >= this.#config.linkHopsMax || reached.size >= this.#config.membersMax) continue;
          reached.set(other, hops + 1);
        }
        links.add(link);
      }
    }
    let innocent = 1;
    for (const { score } of links) innocent *= 1 - score;
    return { members: [...reached.keys()], links: [...links], suspicion: 1 - innocent };
  }

  *#recent(account: number, now: number): Generator<SuspiciousLink> {
    const links = this.#links.get(account) ?? [];
    for (
      let place = links.length - 1;
      place >= Math.max(0, links.length - this.#config.linkDegreeMax);
      place -= 1
    ) {
      const link = links[place];
      if (link !== undefined && link.at > now - this.#windowMs) yield link;
    }
  }

  #expire(now: number): void {
    while (this.#head < this.#queue.length && (this.#queue[this.#head]?.at ?? now) <= now - this.#windowMs)
      this.#drop();
  }

  /** Lets go of the link that was noted first. */
  #drop(): void {
    const link = this.#queue[this.#head] as SuspiciousLink;
    this.#head += 1;
    for (const account of [link.from, link.to]) this.#remove(account, (other) => other === link);
    if (this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
  }

  #remove(account: number, matches: (link: SuspiciousLink) => boolean): void {
    const links = this.#links.get(account);
    const place = links?.findIndex(matches) ?? -1;
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
