import type { LabelColumns } from '../../graph/session/label-columns.ts';
import type { Structure } from './structure.ts';

/** How much of a community is confirmed fraud. */
export interface CommunityFraud {
  /** Members with confirmed fraud by all members; 0 for an account in no community. */
  readonly share: number;
  /** True when a cap hid labels. */
  readonly capped: boolean;
}

/**
 * Counts the accounts with confirmed fraud in each community of the structure. Counts follow the labels one by one, and are made
 * again when the structure was recomputed. Both are looked up when a share is asked for, so nobody has to tell.
 */
export class CommunityLabels {
  readonly #labels: LabelColumns;
  readonly #structure: Structure;
  /** Accounts whose newest label is fraud, by community; a community without any label is absent. */
  readonly #fraud = new Map<number, number>();
  #computedSeq = 0;
  #seen = 0;

  constructor(labels: LabelColumns, structure: Structure) {
    this.#labels = labels;
    this.#structure = structure;
  }

  /**
   * The share of an account's community, as its labels were known at a moment. O(1) when nothing was confirmed after the moment;
   * else O(labels that came since the first such one), at most `stepsMax`. After a recomputation once O(labels).
   */
  share(account: number, asOf: number, stepsMax: number): CommunityFraud {
    this.#follow();
    const community = this.#structure.communityOf(account);
    if (community === -1) return { share: 0, capped: false };
    const { added, capped } = this.#changeSince(community, asOf, stepsMax);
    const fraud = (this.#fraud.get(community) ?? 0) - added;
    return { share: fraud / this.#structure.communitySize(account), capped };
  }

  #follow(): void {
    if (this.#structure.computedSeq !== this.#computedSeq) {
      this.#computedSeq = this.#structure.computedSeq;
      this.#fraud.clear();
      this.#seen = 0;
    }
    for (; this.#seen < this.#labels.size; this.#seen += 1) {
      const community = this.#structure.communityOf(this.#labels.account[this.#seen]!);
      const change = this.#labels.change[this.#seen]!;
      if (community === -1 || change === 0) continue;
      this.#fraud.set(community, (this.#fraud.get(community) ?? 0) + change);
    }
  }

  /** What labels that were confirmed after a moment added to the count of a community. */
  #changeSince(community: number, asOf: number, stepsMax: number): { added: number; capped: boolean } {
    const labels = this.#labels;
    let added = 0;
    let row = labels.size - 1;
    for (let steps = 0; row >= 0 && labels.newestAt[row]! > asOf; row -= 1, steps += 1) {
      if (steps === stepsMax) return { added, capped: true };
      const account = labels.account[row]!;
      // An older row of an account was replaced by a newer one, which is looked at instead.
      if (labels.newest(account) !== row || this.#structure.communityOf(account) !== community) continue;
      const then = labels.fraudSince(account, asOf) === Number.NEGATIVE_INFINITY ? 0 : 1;
      added += labels.fraud[row]! - then;
    }
    return { added, capped: false };
  }
}
