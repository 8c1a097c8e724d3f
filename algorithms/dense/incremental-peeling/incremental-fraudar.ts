// Fraudar on a stream: B. Hooi, H. A. Song, A. Beutel, N. Shah, K. Shin and C. Faloutsos, "FRAUDAR: Bounding graph fraud in the face of
// camouflage", KDD 2016 (the weights), in the setting of J. Jiang et al., "Spade", PVLDB 16(3), 2023 (an edge keeps the weight that it got
// when it came).
import { DynamicRows } from '../../dynamic-rows.ts';
import type { IncrementalLimits } from '../incremental-limits.ts';
import { IncrementalPeeling } from './incremental-peeling.ts';

/** Keeps targets of few senders from weighing too differently: the paper's constant. */
const popularityOffset = 5;
/** Weights are whole numbers of this share, so that sums are exact. */
const scale = 2 ** 20;

/**
 * The most suspicious dense group of accounts, kept up to date as pairs of sender and receiver come and go. A pair weighs 1 / log(x + 5),
 * x being the receiver's distinct senders when the pair came, itself included, until it goes (so one payment to a popular account does not
 * weigh all its other pairs anew); rounded to 2⁻²⁰. So a group gains little by also paying popular accounts, its camouflage. How often a
 * pair transfers does not count: a standing order is no dense group. Both directions between two accounts add up.
 *
 * Guarantees, limits and cost as in `IncrementalPeeling`; 12 bytes a pair and 4 a node more.
 */
export class IncrementalFraudar {
  readonly #peeling: IncrementalPeeling;
  /** The weight of each pair, by sender. */
  readonly #pairs = new DynamicRows();
  #senders: number[] = [];

  /** Throws INPUT_INVALID for limits out of range. */
  constructor(limits: IncrementalLimits = {}) {
    this.#peeling = new IncrementalPeeling(limits);
  }

  /** Pairs of accounts whose last change is not in the result yet: see `IncrementalLimits`. */
  get deferred(): number {
    return this.#peeling.deferred;
  }

  /** Weight inside the densest group by account, 0 when there are no pairs. */
  get density(): number {
    return this.#peeling.density / scale;
  }

  /** Accounts in the densest group. */
  get size(): number {
    return this.#peeling.size;
  }

  /** Accounts of the densest group, the most tied in first, at most `membersMax`. */
  members(membersMax: number): readonly number[] {
    return this.#peeling.members(membersMax);
  }

  /** Whether an account is in the densest group. */
  isMember(node: number): boolean {
    return this.#peeling.isMember(node);
  }

  /** What the account added to what was left when it was peeled, 0 for one without pairs. */
  peelingWeight(node: number): number {
    return this.#peeling.peelingWeight(node) / scale;
  }

  /** Makes accounts 0 .. nodeCount - 1 exist, the new ones without pairs. */
  ensureNodes(nodeCount: number): void {
    this.#peeling.ensureNodes(nodeCount);
    this.#pairs.ensure(nodeCount);
    while (this.#senders.length < nodeCount) this.#senders.push(0);
  }

  /** Whether there is this pair. O(the sender's pairs). */
  has(from: number, to: number): boolean {
    return this.#pairs.find(from, to) !== -1;
  }

  /** Makes an ordered pair of two different accounts come or go. */
  setPair(from: number, to: number, present: boolean): void {
    const pairs = this.#pairs;
    const place = pairs.find(from, to);
    if ((place !== -1) === present) return;
    if (present) {
      const senders = this.#senders[to]! + 1;
      this.#senders[to] = senders;
      pairs.append(from, to, Math.round(scale / Math.log(senders + popularityOffset)));
    } else {
      this.#senders[to]! -= 1;
      pairs.removeAt(from, place);
    }
    this.#peeling.setWeight(from, to, this.#weight(from, to) + this.#weight(to, from));
  }

  /** Applies what was deferred, without a limit. */
  settle(): void {
    this.#peeling.settle();
  }

  #weight(from: number, to: number): number {
    const place = this.#pairs.find(from, to);
    return place === -1 ? 0 : this.#pairs.weights[this.#pairs.starts[from]! + place]!;
  }
}
