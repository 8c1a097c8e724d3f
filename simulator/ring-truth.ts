import { referenceCents } from '../graph/model/currency.ts';
import { accountKey, type TransferEvent } from '../graph/model/event.ts';
import type { Typology } from '../scoring/rings/model.ts';

/** What is true of one ring. */
export interface RingTruth {
  readonly ringId: string;
  readonly typology: Typology;
  /** Account keys, in the order in which they first paid or were paid. */
  readonly members: readonly string[];
  /** Event ids in time order. */
  readonly transfers: readonly string[];
  /** Epoch milliseconds of the first and the last transfer. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Sum over its transfers in cents of the reference currency. */
  readonly amount: number;
}

/** Collects the truth of a ring while its transfers are given. */
export class RingRecord {
  readonly #ringId: string;
  readonly #typology: Typology;
  readonly #members = new Set<string>();
  readonly #transfers: string[] = [];
  #startedAt = 0;
  #endedAt = 0;
  #amount = 0;

  constructor(ringId: string, typology: Typology) {
    this.#ringId = ringId;
    this.#typology = typology;
  }

  /** Adds the next transfer in time. */
  add(event: TransferEvent): void {
    if (this.#transfers.length === 0) this.#startedAt = event.at;
    this.#endedAt = event.at;
    this.#members.add(accountKey(event.from)).add(accountKey(event.to));
    this.#transfers.push(event.id);
    this.#amount += referenceCents(event.amountMinor, event.currency);
  }

  truth(): RingTruth {
    return {
      ringId: this.#ringId,
      typology: this.#typology,
      members: [...this.#members],
      transfers: [...this.#transfers],
      startedAt: this.#startedAt,
      endedAt: this.#endedAt,
      amount: this.#amount,
    };
  }
}
