import { Random } from '../../base/random.ts';

/** A transfer that is written over at each step: the generator makes no garbage. */
export interface DrawnTransfer {
  from: number;
  to: number;
  at: number;
  seq: number;
  cents: number;
}

/** An account draws its counterparty from so many neighbours in most cases, so that pairs repeat. */
const acquaintances = 16;
const acquaintedShare = 0.7;

/**
 * A seeded stream of transfers at even times, for measuring the window alone: senders are uniform, receivers mostly one of a few
 * acquaintances of the sender, the rest skewed towards low numbers (rank r about r^-0.5). O(1) a transfer.
 */
export class WindowStream {
  readonly transfer: DrawnTransfer = { from: 0, to: 0, at: 0, seq: 0, cents: 0 };
  readonly #random: Random;
  readonly #accounts: number;
  readonly #stepMs: number;

  /** `spanMs` is the time from the first of `transfers` to the last. */
  constructor(seed: number, accounts: number, transfers: number, spanMs: number) {
    this.#random = new Random(seed).fork('window');
    this.#accounts = accounts;
    this.#stepMs = spanMs / transfers;
  }

  /** Draws the next transfer into `transfer`. */
  next(): DrawnTransfer {
    const { transfer } = this;
    const random = this.#random;
    const accounts = this.#accounts;
    const from = random.below(accounts);
    const offset = random.chance(acquaintedShare)
      ? 1 + random.below(acquaintances)
      : Math.floor(accounts * random.next() ** 2) + accounts - from;
    transfer.from = from;
    transfer.to = (from + offset) % accounts;
    transfer.seq += 1;
    transfer.at = Math.floor(transfer.seq * this.#stepMs);
    transfer.cents = 100 + random.below(1_000_000);
    return transfer;
  }
}
