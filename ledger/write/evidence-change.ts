import { assert } from '../../base/assert.ts';
import { tieName } from '../../scoring/rings/fold.ts';
import type { RingEvent, RingTie, RingTransfer } from '../../scoring/rings/model.ts';

/**
 * What a run of events makes of the stored evidence of one ring, without reading it: the difference that `foldEvidence` makes, told
 * event by event. To be written in the order cleared, retracted, gone, replaced, added.
 */
export class EvidenceChange {
  /** All stored rows go. */
  cleared = false;
  /** Sequence numbers of stored transfers that go. */
  readonly retracted = new Set<number>();
  /** Accounts whose stored ties go. */
  readonly gone = new Set<string>();
  /** Transfers to insert, by sequence number. */
  readonly transfers = new Map<number, RingTransfer>();
  /** Ties to insert, each in the place of a stored one of the same name. */
  readonly ties = new Map<string, RingTie>();

  /** Takes the next event. Costs O(its evidence, and the ties of the run when accounts leave). */
  add(event: RingEvent): void {
    if (event.kind === 'MERGED') {
      this.#clear();
      return;
    }
    for (const seq of event.retracted) this.#retract(seq, event.ringId);
    for (const transfer of event.transfers) {
      const { seq } = transfer;
      assert(!this.transfers.has(seq), `transfer ${seq} was added to ring "${event.ringId}" twice`);
      this.transfers.set(seq, transfer);
    }
    if (event.left.length > 0) this.#leave(event.left);
    for (const tie of event.ties) this.ties.set(tieName(tie), tie);
  }

  #clear(): void {
    this.cleared = true;
    this.retracted.clear();
    this.gone.clear();
    this.transfers.clear();
    this.ties.clear();
  }

  #retract(seq: number, ringId: string): void {
    if (this.transfers.delete(seq)) return;
    assert(!this.retracted.has(seq), `transfer ${seq} was retracted from ring "${ringId}" twice`);
    this.retracted.add(seq);
  }

  #leave(accounts: readonly string[]): void {
    const left = new Set(accounts);
    for (const account of left) this.gone.add(account);
    for (const [name, tie] of this.ties) {
      if (tie.accounts.some((account) => left.has(account))) this.ties.delete(name);
    }
  }
}
