import type { Config } from '../../base/config.ts';
import { accountKey, type SequencedEvent } from '../../graph/model/event.ts';
import type { Standing } from './naive-structure.ts';
import { type NaiveTransfer, type NaiveWindow, sumOf } from './naive-window.ts';

/** What moved between two accounts in the window, both ways. */
interface Exchange {
  readonly transfers: number;
  readonly cents: number;
}

/** Steps of the walk that is followed to its end: what is left by then is far below what a test can see. */
const walkSteps = 600;

/**
 * How near accounts are to confirmed fraud, by the words of the descriptions: from the list of events and of the window's transfers,
 * without caps, each question from its start.
 */
export class NaiveLabels {
  readonly #log: readonly SequencedEvent[];
  readonly #window: NaiveWindow;
  readonly #limits: Config['labels'];
  readonly #asOf: number;

  /** `log` ends with the transfer; `window` is that after it. */
  constructor(
    log: readonly SequencedEvent[],
    window: NaiveWindow,
    { at }: NaiveTransfer,
    limits: Config['labels'],
  ) {
    this.#log = log;
    this.#window = window;
    this.#limits = limits;
    this.#asOf = at;
  }

  /** All label features of the transfer. */
  features({ from, to }: NaiveTransfer, standings: ReadonlyMap<string, Standing>): Record<string, number> {
    return {
      ...this.#side('sender', from),
      ...this.#side('receiver', to),
      community_fraud_share: this.#communityShare(from, standings),
      label_capped: 0,
    };
  }

  /** The age of the fraud of an account, null when it has none that counts. */
  fraudAge(account: string): number | null {
    const own = this.#log.flatMap(({ event }) =>
      event.kind === 'label' && accountKey(event.account) === account && event.at <= this.#asOf
        ? [event]
        : [],
    );
    const last = own.at(-1);
    return last?.verdict === 'fraud' ? this.#asOf - last.at : null;
  }

  exchange(a: string, b: string): Exchange {
    const both = this.#window
      .inWindow(3)
      .filter(({ from, to }) => (from === a && to === b) || (from === b && to === a));
    return { transfers: both.length, cents: sumOf(both.map(({ cents }) => cents)) };
  }

  counterparties(account: string): string[] {
    return this.#window.accounts.filter(
      (other) => other !== account && this.exchange(account, other).transfers > 0,
    );
  }

  hops(account: string): number {
    let reached = new Set([account]);
    for (let hops = 0; hops <= this.#limits.hopsMax; hops += 1) {
      if ([...reached].some((one) => this.fraudAge(one) !== null)) return hops;
      reached = new Set([...reached, ...[...reached].flatMap((one) => this.counterparties(one))]);
    }
    return -1;
  }

  /** The chance that a walk from an account ends at each account. */
  walkEnds(account: string): Map<string, number> {
    const { pagerankRestart: restart } = this.#limits;
    const neighbours = new Map(this.#window.accounts.map((one) => [one, this.counterparties(one)]));
    const ends = new Map<string, number>();
    let walking = new Map([[account, 1]]);
    for (let step = 0; step < walkSteps; step += 1) {
      const next = new Map<string, number>();
      for (const [at, chance] of walking) {
        const others = neighbours.get(at) as string[];
        const stays = others.length === 0 ? chance : chance * restart;
        ends.set(at, (ends.get(at) ?? 0) + stays);
        const moves = others.map((other) => this.exchange(at, other).transfers);
        others.forEach((other, place) => {
          const onward = ((chance - stays) * (moves[place] as number)) / sumOf(moves);
          next.set(other, (next.get(other) ?? 0) + onward);
        });
      }
      walking = next;
    }
    return ends;
  }

  #side(name: string, account: string): Record<string, number> {
    const hops = this.hops(account);
    const others = this.counterparties(account);
    const fraudulent = others.filter((other) => this.fraudAge(other) !== null).length;
    const found = hops !== -1;
    return {
      [`${name}_fraud_hops`]: hops,
      [`${name}_fraud_counterparties`]: fraudulent,
      [`${name}_fraud_counterparty_share`]: others.length === 0 ? 0 : fraudulent / others.length,
      [`${name}_fraud_exposure`]: found ? this.exposure(account) : 0,
      [`${name}_fraud_pagerank`]: found ? this.pagerank(account) : 0,
    };
  }

  #weight(account: string): number {
    const age = this.fraudAge(account);
    return age === null ? 0 : 0.5 ** (age / this.#limits.halfLifeMs);
  }

  #share(a: string, b: string): number {
    const all = this.counterparties(a).map((other) => this.exchange(a, other).cents);
    return this.exchange(a, b).cents / sumOf(all);
  }

  exposure(account: string): number {
    const near = this.counterparties(account);
    const one = near.map((other) => this.#share(account, other) * this.#weight(other));
    const two = near.flatMap((middle) =>
      this.counterparties(middle)
        .filter((end) => end !== account)
        .map((end) => this.#share(account, middle) * this.#share(middle, end) * this.#weight(end)),
    );
    return sumOf(one) + sumOf(two);
  }

  pagerank(account: string): number {
    return sumOf([...this.walkEnds(account)].map(([end, chance]) => chance * this.#weight(end)));
  }

  #communityShare(account: string, standings: ReadonlyMap<string, Standing>): number {
    const community = standings.get(account)?.community ?? -1;
    if (community === -1) return 0;
    const members = [...standings].filter(([, standing]) => standing.community === community);
    return members.filter(([key]) => this.fraudAge(key) !== null).length / members.length;
  }
}
