import type { Session } from '../../graph/session/session.ts';
import { weekWindow, windowCount } from '../../graph/window/windows.ts';
import { AccountSlots } from './account-slots.ts';

const startCapacity = 64;

/**
 * The counterparties of one account: everybody whom it paid or who paid it in the week's window, each once, with what moved between
 * the two in both directions. Looks at the `degreeMax` most recently active pairs of each direction, those paid first. Read again
 * for the next account. Deterministic.
 */
export class Counterparties {
  readonly #slots = new AccountSlots();
  /** By slot: transfers, and cents of the reference currency. */
  transfers = new Float64Array(startCapacity);
  cents = new Float64Array(startCapacity);
  /** Over all slots. */
  transfersInAll = 0;
  centsInAll = 0;
  /** True when the account has more pairs than were looked at. */
  capped = false;

  get size(): number {
    return this.#slots.size;
  }

  account(slot: number): number {
    return this.#slots.account(slot);
  }

  /** O(pairs looked at), see `pairsOf`. */
  read(session: Session, account: number, degreeMax: number): void {
    const { accounts, pairs } = session;
    this.#slots.clear(session.accountCount);
    this.#ensure(pairsOf(session, account, degreeMax));
    this.transfersInAll = 0;
    this.centsInAll = 0;
    this.capped = false;
    this.#walk(session, accounts.pairOutHead[account]!, pairs.outNext, pairs.table.to, degreeMax);
    this.#walk(session, accounts.pairInHead[account]!, pairs.inNext, pairs.table.from, degreeMax);
  }

  #walk({ pairs }: Session, head: number, next: Int32Array, ends: Int32Array, degreeMax: number): void {
    const { transfers, cents } = this;
    const slots = this.#slots;
    let [transfersInAll, centsInAll] = [0, 0];
    let row = head;
    for (let looked = 0; row !== -1 && looked < degreeMax; looked += 1) {
      const before = slots.size;
      const slot = slots.meet(ends[row]!);
      const moved = pairs.count[row]!;
      const sum = pairs.sum[row]!;
      transfers[slot] = slot < before ? transfers[slot]! + moved : moved;
      cents[slot] = slot < before ? cents[slot]! + sum : sum;
      transfersInAll += moved;
      centsInAll += sum;
      row = next[row]!;
    }
    this.transfersInAll += transfersInAll;
    this.centsInAll += centsInAll;
    if (row !== -1) this.capped = true;
  }

  /** Makes room for as many counterparties as an account has pairs. */
  #ensure(pairs: number): void {
    if (pairs <= this.transfers.length) return;
    this.transfers = new Float64Array(pairs * 2);
    this.cents = new Float64Array(pairs * 2);
  }
}

/** The pairs that reading an account's counterparties looks at. O(1). */
export function pairsOf({ accounts }: Session, account: number, degreeMax: number): number {
  const cell = account * windowCount + weekWindow;
  return Math.min(degreeMax, accounts.fanOut[cell]!) + Math.min(degreeMax, accounts.fanIn[cell]!);
}
