import type { Session } from '../../graph/session/session.ts';
import { weekWindow, windowCount } from '../../graph/window/windows.ts';
import type { StampSet } from '../motifs/stamps.ts';
import { activePair } from './active-pair.ts';
import { ascendingSum } from './ascending-sum.ts';
import type { LinkLimits } from './limits.ts';

/** How alike the counterparties of two accounts are. With `capped` every number is a lower bound. */
export interface NeighbourhoodSimilarity {
  /** Accounts that are a counterparty of both. */
  readonly common: number;
  /** They by all counterparties of the two, which themselves are left out; 0 without one. */
  readonly jaccard: number;
  /** Over the common ones: the sum of 1 / ln(degree). */
  readonly adamicAdar: number;
  /** Over the common ones: the sum of 1 / degree. */
  readonly resourceAllocation: number;
  readonly capped: boolean;
}

const none: NeighbourhoodSimilarity = {
  common: 0,
  jaccard: 0,
  adamicAdar: 0,
  resourceAllocation: 0,
  capped: false,
};
const noneFound: NeighbourhoodSimilarity = { ...none, capped: true };

/**
 * Compares the counterparties of `a` and `b`: the accounts with an active pair in either direction, `a` and `b` themselves left out, so
 * that what the two moved between themselves does not show. The degree of an account is the number of its counterparties; a common one has
 * `a` and `b`, so at least two. Adamic and Adar, "Friends and neighbors on the Web" (Social Networks 25, 2003); Jaccard and common
 * neighbours as in Liben-Nowell and Kleinberg, "The link-prediction problem for social networks" (JASIST 58, 2007); resource
 * allocation of Zhou, Lü and Zhang, "Predicting missing links via local information" (European Physical Journal B 71, 2009).
 *
 * Walks the account with the fewer pairs and asks the table of pairs about the other one, so a hub costs no more than the small account
 * beside it. Looks at the `degreeMax` most recently active pairs of an account, per direction, and `stepsMax` in all. Sums go from
 * the least to the greatest term: the bits depend on the graph alone. Uses `marked` for itself. Deterministic.
 */
export function neighbourhoodSimilarity(
  session: Session,
  a: number,
  b: number,
  limits: LinkLimits,
  marked: StampSet,
): NeighbourhoodSimilarity {
  if (a === b) return none;
  const walk = new NeighbourhoodWalk(session, limits);
  const [fewer, more] = walk.pairCount(a) <= walk.pairCount(b) ? [a, b] : [b, a];
  const degrees = walk.commonDegrees(fewer, more, marked);
  const common = degrees.length;
  if (common === 0) return walk.capped ? noneFound : none;
  const joined = activePair(session, a, b) !== -1 || activePair(session, b, a) !== -1 ? 1 : 0;
  const all = walk.degree(a) + walk.degree(b) - 2 * joined - common;
  return {
    common,
    jaccard: common / all,
    adamicAdar: ascendingSum(degrees.map((degree) => 1 / Math.log(degree))),
    resourceAllocation: ascendingSum(degrees.map((degree) => 1 / degree)),
    capped: walk.capped,
  };
}

/** The walks of one comparison, which share their budget of steps. */
class NeighbourhoodWalk {
  capped = false;
  #steps = 0;
  readonly #session: Session;
  readonly #limits: LinkLimits;

  constructor(session: Session, limits: LinkLimits) {
    this.#session = session;
    this.#limits = limits;
  }

  pairCount(account: number): number {
    const { fanOut, fanIn } = this.#session.accounts;
    const cell = account * windowCount + weekWindow;
    return fanOut[cell]! + fanIn[cell]!;
  }

  /** The degree of each counterparty of `walked` that is one of `other` too, which `other` itself never is. */
  commonDegrees(walked: number, other: number, marked: StampSet): number[] {
    const { accounts, pairs } = this.#session;
    const degrees: number[] = [];
    marked.clear(this.#session.accountCount);
    const { from, to } = pairs.table;
    this.#visit(accounts.pairOutHead[walked]!, pairs.outNext, (row) =>
      this.#compare(to[row]!, other, marked, degrees),
    );
    this.#visit(accounts.pairInHead[walked]!, pairs.inNext, (row) =>
      this.#compare(from[row]!, other, marked, degrees),
    );
    return degrees;
  }

  /**
   * The counterparties of an account: its receivers and its senders less those that are both, which are counted along the shorter list. When
   * that is longer than a cap, the answer is too high by those that were not seen.
   */
  degree(account: number): number {
    const { accounts, pairs } = this.#session;
    const cell = account * windowCount + weekWindow;
    const [receivers, senders] = [accounts.fanOut[cell]!, accounts.fanIn[cell]!];
    let both = 0;
    if (receivers <= senders) {
      this.#visit(accounts.pairOutHead[account]!, pairs.outNext, (row) => {
        if (activePair(this.#session, pairs.table.to[row]!, account) !== -1) both += 1;
      });
    } else {
      this.#visit(accounts.pairInHead[account]!, pairs.inNext, (row) => {
        if (activePair(this.#session, account, pairs.table.from[row]!) !== -1) both += 1;
      });
    }
    return receivers + senders - both;
  }

  #compare(account: number, other: number, marked: StampSet, degrees: number[]): void {
    if (marked.has(account)) return;
    marked.add(account);
    const session = this.#session;
    if (activePair(session, other, account) === -1 && activePair(session, account, other) === -1) return;
    degrees.push(this.degree(account));
  }

  /** Calls `each` for the rows of a list, newest first, up to the caps. */
  #visit(head: number, next: Int32Array, each: (row: number) => void): void {
    let looked = 0;
    for (let row = head; row !== -1; row = next[row]!) {
      if (looked === this.#limits.degreeMax || this.#steps >= this.#limits.stepsMax) {
        this.capped = true;
        return;
      }
      looked += 1;
      this.#steps += 1;
      each(row);
    }
  }
}
