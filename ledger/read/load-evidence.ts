import type { RingEvidence } from '../../scoring/rings/model.ts';
import { decodeEvidence, type TieRow, type TransferRow } from '../facts/evidence-rows.ts';
import type { Sql } from '../sql-pool.ts';

/** Rings whose evidence is read at once: one may have hundreds of rows. */
const evidencePage = 100;

const transferStatement = {
  name: 'ring-transfers',
  text: `select ring_id, seq, transaction_id, at, from_account, to_account, amount_minor, currency, reference_cents, score
    from ring_transfer where ring_id = any($1::text[])`,
};
const tieStatement = {
  name: 'ring-ties',
  text: `select ring_id, kind, identifier, first_account, second_account, strength, weight, at
    from ring_tie where ring_id = any($1::text[])`,
};

/** The evidence of each of these rings, empty where there is none or no such ring. Read in pages of rings. */
export async function loadEvidence(
  sql: Sql,
  ringIds: readonly string[],
): Promise<ReadonlyMap<string, RingEvidence>> {
  const found = new Map<string, RingEvidence>();
  for (let start = 0; start < ringIds.length; start += evidencePage) {
    const ids = ringIds.slice(start, start + evidencePage);
    const transfers = byRing(ids, await sql.rows<TransferRow>(transferStatement, [ids]));
    const ties = byRing(ids, await sql.rows<TieRow>(tieStatement, [ids]));
    for (const id of ids) found.set(id, decodeEvidence(transfers.get(id) ?? [], ties.get(id) ?? []));
  }
  return found;
}

function byRing<Row extends { readonly ring_id: string }>(
  ids: readonly string[],
  rows: readonly Row[],
): Map<string, Row[]> {
  const groups = new Map<string, Row[]>(ids.map((id) => [id, []]));
  for (const row of rows) groups.get(row.ring_id)?.push(row);
  return groups;
}
