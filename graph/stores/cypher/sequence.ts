import { present } from '../../../base/assert.ts';
import type { GraphCounts } from '../../store.ts';
import type { CypherRow, RunQuery } from './cypher-database.ts';

/** The counter as a writing transaction has locked it. */
export interface LockedSequence extends GraphCounts {
  /** The fencing token of the owner that claimed the store last, 0 when none did. */
  readonly epoch: number;
  /** The ledger that the store belongs to, null before the first claim. */
  readonly ledgerId: string | null;
}

/** Locks the counter of the sequence for the rest of the transaction, then reads it. */
export async function lockSequence(run: RunQuery): Promise<LockedSequence> {
  const rows = await run('sequence-lock');
  const [epoch, ledgerId] = rows[0]?.slice(4) ?? [];
  return { ...countsOf(rows), epoch: (epoch ?? 0) as number, ledgerId: (ledgerId ?? null) as string | null };
}

/** Reads the counter as it was last committed. */
export async function readSequence(run: RunQuery): Promise<GraphCounts> {
  return countsOf(await run('sequence-read'));
}

/** Writes the counter that `lockSequence` locked. */
export async function setSequence(run: RunQuery, counts: GraphCounts): Promise<void> {
  const { lastSeq: last, accounts, transfers, identifiers } = counts;
  await run('sequence-set', { last, accounts, transfers, identifiers });
}

function countsOf(rows: readonly CypherRow[]): GraphCounts {
  const [lastSeq, accounts, transfers, identifiers] = present(
    rows[0],
    'the sequence node',
  ) as readonly number[];
  return {
    accounts: present(accounts, 'accounts'),
    transfers: present(transfers, 'transfers'),
    identifiers: present(identifiers, 'identifiers'),
    lastSeq: present(lastSeq, 'last'),
  };
}
