import type { Session } from '../../graph/session/session.ts';
import { AccountSlots } from './account-slots.ts';
import { Counterparties, pairsOf } from './counterparties.ts';
import { labelWeight } from './label-weight.ts';
import type { ProximityLimits } from './limits.ts';

/** Where a walk from an account ends. */
export interface FraudPagerank {
  /** The share of the walks that end at an account with confirmed fraud, the seed itself included, times the weight of its label. 0 .. 1. */
  readonly mass: number;
  /** True when a cap hid pairs, or the limit of steps ended the search. */
  readonly capped: boolean;
}

/**
 * Personalised PageRank around one account by local pushes (Andersen, Chung, Lang, "Local Graph Partitioning using PageRank Vectors",
 * FOCS 2006, without their lazy steps). A walk from the seed ends at each account with the chance `pagerankRestart`, else it goes on
 * to a counterparty in proportion to the transfers between the two, whichever way they went. A push settles that share of an
 * account's residual there and hands the rest on; accounts are pushed first in, first out, while their residual is at least
 * `pagerankEpsilon` times their pairs. So the work is at most 1 / (restart × epsilon) pairs and never more than `stepsMax`; what is found is
 * below the exact value of an account by at most epsilon times its transfers, unless a cap hid something.
 *
 * On an undirected graph rank(a → b) × degree(a) = rank(b → a) × degree(b), degrees in transfers: the mass on accounts with confirmed fraud, seen from
 * the seed, is what personalised PageRank from those accounts would bring to the seed, up to these degrees. One push from the seed
 * costs the seed's surroundings; a vector from the labels would have to be kept up to date with every transfer.
 *
 * Deterministic. One search at a time.
 */
export class LocalPagerank {
  readonly #slots = new AccountSlots();
  readonly #counterparties = new Counterparties();
  #settled = new Float64Array(64);
  #residual = new Float64Array(64);
  #queued = new Uint8Array(64);
  #capped = false;

  /** The share of the walks that end at accounts with confirmed fraud. */
  fraudMass(session: Session, seed: number, asOf: number, limits: ProximityLimits): FraudPagerank {
    this.push(session, seed, limits);
    let mass = 0;
    for (let slot = 0; slot < this.#slots.size; slot += 1) {
      const since = session.labels.fraudSince(this.#slots.account(slot), asOf);
      mass += this.#settled[slot]! * labelWeight(since, asOf, limits.halfLifeMs);
    }
    return { mass, capped: this.#capped };
  }

  /** Accounts that the latest push met, with the share of the walks that was found to end there, the seed first. */
  *settled(): Generator<readonly [account: number, share: number]> {
    for (let slot = 0; slot < this.#slots.size; slot += 1) {
      yield [this.#slots.account(slot), this.#settled[slot]!];
    }
  }

  /** Runs the search from a seed. */
  push(session: Session, seed: number, limits: ProximityLimits): void {
    const { degreeMax, stepsMax, pagerankRestart, pagerankEpsilon } = limits;
    const counterparties = this.#counterparties;
    const queue: number[] = [];
    this.#slots.clear(session.accountCount);
    this.#capped = false;
    this.#residual[this.#meet(seed)] = 1;
    queue.push(0);
    let steps = 0;
    for (let head = 0; head < queue.length; head += 1) {
      const slot = queue[head]!;
      const account = this.#slots.account(slot);
      const pairs = pairsOf(session, account, degreeMax);
      const residual = this.#residual[slot]!;
      this.#queued[slot] = 0;
      this.#residual[slot] = 0;
      if (pairs === 0) {
        this.#settled[slot]! += residual; // nowhere to go on to
        continue;
      }
      steps += pairs;
      if (steps > stepsMax) {
        this.#capped = true;
        return;
      }
      this.#settled[slot]! += pagerankRestart * residual;
      counterparties.read(session, account, degreeMax);
      if (counterparties.capped) this.#capped = true;
      const handed = ((1 - pagerankRestart) * residual) / counterparties.transfersInAll;
      for (let nth = 0; nth < counterparties.size; nth += 1) {
        const other = counterparties.account(nth);
        const place = this.#meet(other);
        this.#residual[place]! += handed * counterparties.transfers[nth]!;
        // Everybody has a pair: most residuals are too small whatever the account, and its pairs need no look.
        if (this.#queued[place] === 1 || this.#residual[place]! < pagerankEpsilon) continue;
        if (this.#residual[place]! < pagerankEpsilon * pairsOf(session, other, degreeMax)) continue;
        this.#queued[place] = 1;
        queue.push(place);
      }
    }
  }

  #meet(account: number): number {
    const before = this.#slots.size;
    const slot = this.#slots.meet(account);
    if (slot < before) return slot;
    if (slot === this.#settled.length) this.#grow();
    this.#settled[slot] = 0;
    this.#residual[slot] = 0;
    this.#queued[slot] = 0;
    return slot;
  }

  #grow(): void {
    const [settled, residual, queued] = [this.#settled, this.#residual, this.#queued];
    this.#settled = new Float64Array(settled.length * 2);
    this.#settled.set(settled);
    this.#residual = new Float64Array(residual.length * 2);
    this.#residual.set(residual);
    this.#queued = new Uint8Array(queued.length * 2);
    this.#queued.set(queued);
  }
}
