import { type IdentifierKind, identifierKinds } from '../../graph/model/event.ts';
import type { IdentifierIndex } from '../../graph/session/identifier-index.ts';
import type { StampSet } from '../motifs/stamps.ts';
import { ascendingSum } from './ascending-sum.ts';
import type { LinkLimits } from './limits.ts';

/** Kinds that are issued to one person: sharing one joins two accounts, however long ago. */
export const hardKinds = ['phone', 'card'] as const satisfies readonly IdentifierKind[];

/** All others, which people share for many reasons (a household, a café, a company): they weigh, fade and are damped at hubs. */
export const softKinds = identifierKinds.filter((kind) => !isHard(kind));

/** The identifiers that two accounts both used up to a moment. */
export interface SharedIdentifiers {
  /** Per kind; a soft one of more than `softAccountsMax` accounts is not counted. */
  readonly counts: Readonly<Record<IdentifierKind, number>>;
  readonly hard: number;
  /** Sum and greatest of the weights of the soft ones. */
  readonly softWeight: number;
  readonly strongestSoft: number;
  /** True when a cap left identifiers out: the numbers are lower bounds. */
  readonly capped: boolean;
}

/** Accounts that share hard identifiers with one account, in the order in which they were found. */
export interface LinkedAccounts {
  readonly members: readonly number[];
  readonly capped: boolean;
}

/** The weights of the soft identifiers that one account shares with others, added up over identifiers and accounts. */
export interface SoftWeight {
  readonly weight: number;
  readonly capped: boolean;
}

const nothingShared: SharedIdentifiers = {
  counts: { device: 0, ip: 0, phone: 0, email: 0, card: 0, address: 0 },
  hard: 0,
  softWeight: 0,
  strongestSoft: 0,
  capped: false,
};

function isHard(kind: IdentifierKind): boolean {
  return (hardKinds as readonly IdentifierKind[]).includes(kind);
}

/**
 * Questions about the identifiers that accounts share, as of the time of a transfer: a link whose first use lies after that is not seen,
 * though it came earlier in the sequence. Of a link that was used after that time as well, the last use counts as at that time.
 * Looks at the `identifiersMax` identifiers of an account and kind that it took up last. Deterministic.
 */
export class IdentifierSearch {
  readonly #identifiers: IdentifierIndex;
  readonly #limits: LinkLimits;

  constructor(identifiers: IdentifierIndex, limits: LinkLimits) {
    this.#identifiers = identifiers;
    this.#limits = limits;
  }

  /**
   * What `a` and `b` share at `at`; nothing for an account with itself. A hard identifier counts, a soft one weighs
   * 2^(-age / softHalfLifeMs) / log2(1 + accounts), where age is the time since both had used it last, and accounts all that used it:
   * more than `softAccountsMax` make it weigh nothing. Walks the account that has fewer of a kind, and the accounts of each soft
   * identifier that is shared: O(kinds · identifiersMax + stepsMax).
   */
  shared(a: number, b: number, at: number): SharedIdentifiers {
    if (a === b) return nothingShared;
    const index = this.#identifiers;
    const counts = { ...nothingShared.counts };
    const weights: number[] = [];
    let capped = false;
    let steps = 0;
    for (const kind of identifierKinds) {
      const walked = this.#withFewer(a, b, kind);
      const other = walked === a ? b : a;
      let looked = 0;
      let row = index.firstOfAccount(walked, kind);
      for (; row !== -1 && looked < this.#limits.identifiersMax; row = index.nextOfAccount[row]!) {
        looked += 1;
        const opposite = index.links.find(other, index.links.to[row]!);
        if (opposite === -1 || !this.#known(row, at) || !this.#known(opposite, at)) continue;
        if (isHard(kind)) {
          counts[kind] += 1;
          continue;
        }
        if (steps >= this.#limits.stepsMax) {
          capped = true;
          break;
        }
        const accounts = this.#accountsOf(index.links.to[row]!, at);
        steps += accounts;
        if (accounts > this.#limits.softAccountsMax) continue;
        counts[kind] += 1;
        weights.push(damping(accounts) * this.#decay(row, opposite, at));
      }
      if (row !== -1) capped = true;
    }
    const softWeight = ascendingSum(weights);
    const strongestSoft = weights.at(-1) ?? 0;
    return { counts, hard: counts.phone + counts.card, softWeight, strongestSoft, capped };
  }

  /**
   * The distinct other accounts that share a hard identifier with an account at `at`: at most `linkedAccountsMax`, after at most `stepsMax`
   * links. Uses `marked` for itself.
   */
  hardLinked(account: number, at: number, accountCount: number, marked: StampSet): LinkedAccounts {
    const members: number[] = [];
    marked.clear(accountCount);
    marked.add(account);
    const capped = this.#visitOthers(account, hardKinds, at, (link) => {
      const other = this.#identifiers.links.from[link]!;
      if (marked.has(other)) return true;
      if (members.length === this.#limits.linkedAccountsMax) return false;
      marked.add(other);
      members.push(other);
      return true;
    });
    return { members, capped };
  }

  /**
   * The weight, as in `shared`, of all soft identifiers that an account shares at `at` with accounts that `belongs` accepts; after at
   * most `stepsMax` links.
   */
  softWeightWithin(account: number, at: number, belongs: (other: number) => boolean): SoftWeight {
    const index = this.#identifiers;
    const weights: number[] = [];
    const capped = this.#visitOthers(account, softKinds, at, (link, own, damped) => {
      if (belongs(index.links.from[link]!)) weights.push(damped * this.#decay(own, link, at));
      return true;
    });
    return { weight: ascendingSum(weights), capped };
  }

  /**
   * Calls `each` for the links of other accounts to the identifiers of one account, until it answers false. Soft identifiers that weigh
   * nothing are passed over; `damped` is what their accounts leave of the weight of the others, 1 for a hard one. Answers true when a cap
   * or `each` ended it early.
   */
  #visitOthers(
    account: number,
    kinds: readonly IdentifierKind[],
    at: number,
    each: (link: number, own: number, damped: number) => boolean,
  ): boolean {
    const index = this.#identifiers;
    const { identifiersMax, stepsMax } = this.#limits;
    let capped = false;
    let steps = 0;
    for (const kind of kinds) {
      let looked = 0;
      let own = index.firstOfAccount(account, kind);
      for (; own !== -1 && looked < identifiersMax; own = index.nextOfAccount[own]!) {
        looked += 1;
        if (!this.#known(own, at)) continue;
        const identifier = index.links.to[own]!;
        const accounts = isHard(kind) ? 0 : this.#accountsOf(identifier, at);
        steps += accounts;
        if (accounts > this.#limits.softAccountsMax) continue;
        const damped = isHard(kind) ? 1 : damping(accounts);
        let link = index.firstOfIdentifier(identifier);
        for (; link !== -1; link = index.nextOfIdentifier[link]!) {
          if (steps >= stepsMax) return true;
          steps += 1;
          if (link === own || !this.#known(link, at)) continue;
          if (!each(link, own, damped)) return true;
        }
      }
      capped ||= own !== -1;
    }
    return capped;
  }

  /** The one of two accounts whose list of a kind ends first, `a` when neither ends within `identifiersMax`. */
  #withFewer(a: number, b: number, kind: IdentifierKind): number {
    const index = this.#identifiers;
    let rowA = index.firstOfAccount(a, kind);
    let rowB = index.firstOfAccount(b, kind);
    for (let looked = 0; looked < this.#limits.identifiersMax; looked += 1) {
      if (rowA === -1) return a;
      if (rowB === -1) return b;
      rowA = index.nextOfAccount[rowA]!;
      rowB = index.nextOfAccount[rowB]!;
    }
    return rowA !== -1 && rowB === -1 ? b : a;
  }

  #known(link: number, at: number): boolean {
    return this.#identifiers.firstAt[link]! <= at;
  }

  /** The accounts that used a soft identifier at `at`, more than `softAccountsMax` when it is a hub. */
  #accountsOf(identifier: number, at: number): number {
    return this.#identifiers.accountsBy(identifier, at, this.#limits.softAccountsMax);
  }

  /** What the time since the older of two last uses leaves of a weight. */
  #decay(link: number, other: number, at: number): number {
    const { lastAt } = this.#identifiers;
    const age = Math.max(0, at - Math.min(lastAt[link]!, lastAt[other]!));
    return 2 ** (-age / this.#limits.softHalfLifeMs);
  }
}

/** What the number of its accounts leaves of the weight of a soft identifier. */
function damping(accounts: number): number {
  return 1 / Math.log2(1 + accounts);
}
