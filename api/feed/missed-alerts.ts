import { AnelError } from '../../base/errors.ts';
import type { Ledger } from '../../ledger/model.ts';
import type { RaisedAlert } from '../services.ts';

/** Most alerts in one read of the ledger. */
const pageMax = 200;

/**
 * Alerts that were raised after `afterSeq`, oldest first. The ledger lists the newest first, so this reads backwards until
 * it meets one that is known. `firstPage` is how many to read at first, for who knows that they are few. LIMIT_EXCEEDED above
 * `replayMax`.
 */
export async function missedAlerts(
  ledger: Pick<Ledger, 'alerts'>,
  afterSeq: number,
  replayMax: number,
  firstPage = pageMax,
): Promise<RaisedAlert[]> {
  const missed: RaisedAlert[] = [];
  let cursor: string | null = null;
  let limit = Math.min(firstPage, pageMax);
  for (;;) {
    const page: Awaited<ReturnType<Ledger['alerts']>> = await ledger.alerts({ cursor, limit });
    for (const { value: alert } of page.items) {
      if (alert.raisedSeq <= afterSeq) return missed.reverse();
      missed.push({ seq: alert.raisedSeq, alert });
    }
    if (missed.length > replayMax) throw tooMany(afterSeq, replayMax);
    if (!page.hasNext) return missed.reverse();
    cursor = page.items.at(-1)?.cursor ?? null;
    limit = pageMax;
  }
}

function tooMany(afterSeq: number, replayMax: number): AnelError {
  return new AnelError(
    'LIMIT_EXCEEDED',
    `more than ${replayMax} alerts were raised after seq ${afterSeq} (api.replayMax); read the list "alerts" and subscribe from its newest one`,
  );
}
