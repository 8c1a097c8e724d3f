import type { Ledger } from '../../ledger/model.ts';
import type { Alert } from '../../scoring/rings/model.ts';

/** An alert that was raised by the transfer with that sequence number. */
export function alertAt(seq: number): Alert {
  return {
    id: `alert-${seq}`,
    status: 'OPEN',
    ringId: null,
    account: 'B1/A1',
    score: 0.9,
    reasons: [],
    raisedSeq: seq,
    raisedAt: seq,
    lastSeq: seq,
    lastAt: seq,
    transactionCount: 1,
    referenceCents: 100,
    threshold: 0,
    mergedInto: null,
  };
}

/** A list in memory with the one method of the ledger that the feed reads; the real ledger is read in alert-type.test.ts. */
export class AlertList implements Pick<Ledger, 'alerts'> {
  readonly items: Alert[] = [];
  /** Alerts that every read may give at most, by the read. */
  readonly limits: number[] = [];

  raise(...seqs: readonly number[]): void {
    for (const seq of seqs) this.items.push(alertAt(seq));
  }

  async alerts({ cursor, limit }: { cursor: string | null; limit: number }) {
    this.limits.push(limit);
    const before = cursor === null ? Number.POSITIVE_INFINITY : Number(cursor);
    const older = this.items.filter((alert) => alert.raisedSeq < before).reverse();
    const items = older.slice(0, limit).map((value) => ({ cursor: String(value.raisedSeq), value }));
    return { items, hasNext: older.length > limit };
  }
}
