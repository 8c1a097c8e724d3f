import { present } from '../../../base/assert.ts';
import { AnelError } from '../../../base/errors.ts';
import { query } from '../../../cypher/load.ts';
import type { GraphCounts, OffsetFence } from '../../store.ts';
import type { CypherRow, RunCypher } from './cypher-database.ts';

/** Locks the counter of the sequence for the rest of the transaction, then reads it. */
export async function lockSequence(run: RunCypher): Promise<GraphCounts> {
  return countsOf(await run(query('sequence-lock')));
}

/** Reads the counter as it was last committed. */
export async function readSequence(run: RunCypher): Promise<GraphCounts> {
  return countsOf(await run(query('sequence-read')));
}

/** Writes the counter that `lockSequence` locked. */
export async function setSequence(run: RunCypher, counts: GraphCounts): Promise<void> {
  const { lastSeq: last, accounts, transfers, identifiers } = counts;
  await run(query('sequence-set'), { last, accounts, transfers, identifiers });
}

/** Locks a partition's fence, then moves it. Throws GRAPH_STORE_FAILED when an owner with a higher epoch has been here. */
export async function moveFence(run: RunCypher, fence: OffsetFence): Promise<void> {
  const { partition, position, epoch } = fence;
  const [row] = await run(query('fence-lock'), { partition });
  const storedEpoch = (row?.[1] ?? null) as number | null;
  if (storedEpoch !== null && epoch < storedEpoch) {
    throw new AnelError(
      'GRAPH_STORE_FAILED',
      `storing a batch of partition "${partition}" with epoch ${epoch}: a newer owner exists with epoch ${storedEpoch}; stop this process, the newer one goes on`,
    );
  }
  await run(query('fence-set'), { partition, position, epoch });
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
