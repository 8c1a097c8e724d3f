import { assert } from '../../base/assert.ts';
import type { RingEvent } from '../../scoring/rings/model.ts';
import { tieRow, transferRow } from '../facts/evidence-rows.ts';
import type { Sql } from '../sql-pool.ts';
import { EvidenceChange } from './evidence-change.ts';

const clearTransfersStatement = {
  name: 'ring-transfer-clear',
  text: 'delete from ring_transfer where ring_id = any($1::text[])',
};
const clearTiesStatement = {
  name: 'ring-tie-clear',
  text: 'delete from ring_tie where ring_id = any($1::text[])',
};
const retractStatement = {
  name: 'ring-transfer-retract',
  text: `delete from ring_transfer t using unnest($1::text[], $2::bigint[]) as gone(ring_id, seq)
    where t.ring_id = gone.ring_id and t.seq = gone.seq returning t.seq`,
};
const leaveStatement = {
  name: 'ring-tie-leave',
  text: `delete from ring_tie t using unnest($1::text[], $2::text[]) as gone(ring_id, account)
    where t.ring_id = gone.ring_id and gone.account in (t.first_account, t.second_account)`,
};
const transferColumns =
  'ring_id, seq, transaction_id, at, from_account, to_account, amount_minor, currency, reference_cents, score';
const transferStatement = {
  name: 'ring-transfer-insert',
  text: `insert into ring_transfer (${transferColumns})
    select ${transferColumns} from json_to_recordset($1::json) as row(ring_id text, seq bigint, transaction_id text,
      at bigint, from_account text, to_account text, amount_minor bigint, currency text, reference_cents bigint,
      score float8)`,
};
const replaceStatement = {
  name: 'ring-tie-replace',
  text: `delete from ring_tie t using json_to_recordset($1::json) as row(ring_id text, kind text, identifier text,
      first_account text, second_account text)
    where t.ring_id = row.ring_id and t.kind = row.kind and t.identifier = row.identifier
      and t.first_account = row.first_account and t.second_account = row.second_account`,
};
const tieColumns = 'ring_id, kind, identifier, first_account, second_account, strength, weight, at';
const tieStatement = {
  name: 'ring-tie-insert',
  text: `insert into ring_tie (${tieColumns})
    select ${tieColumns} from json_to_recordset($1::json) as row(ring_id text, kind text, identifier text,
      first_account text, second_account text, strength text, weight float8, at bigint)`,
};

type Changes = ReadonlyMap<string, EvidenceChange>;

/**
 * Makes ring_transfer and ring_tie what `foldEvidence` says after these events, whose rings exist. Reads nothing: the cost is that of
 * the evidence that comes and goes. Asserts that what was retracted was there and that what was added was not.
 */
export async function projectEvidence(sql: Sql, events: readonly RingEvent[]): Promise<void> {
  const changes = new Map<string, EvidenceChange>();
  for (const event of events) {
    const change = changes.get(event.ringId) ?? new EvidenceChange();
    changes.set(event.ringId, change);
    change.add(event);
  }
  await clear(sql, changes);
  await changeTransfers(sql, changes);
  await changeTies(sql, changes);
}

async function clear(sql: Sql, changes: Changes): Promise<void> {
  const cleared = [...changes].filter(([, change]) => change.cleared).map(([ringId]) => ringId);
  if (cleared.length === 0) return;
  await sql.rows(clearTransfersStatement, [cleared]);
  await sql.rows(clearTiesStatement, [cleared]);
}

async function changeTransfers(sql: Sql, changes: Changes): Promise<void> {
  const [rings, seqs] = pairs(changes, ({ retracted }) => retracted);
  if (seqs.length > 0) {
    const gone = await sql.rows(retractStatement, [rings, seqs]);
    const expected = `${seqs.length} transfers were retracted from the rings "${rings.join('", "')}"`;
    assert(gone.length === seqs.length, `${expected}, of which they had ${gone.length}`);
  }
  const added = [...changes].flatMap(([ringId, { transfers }]) =>
    [...transfers.values()].map((transfer) => transferRow(ringId, transfer)),
  );
  if (added.length > 0) await sql.rows(transferStatement, [JSON.stringify(added)]);
}

async function changeTies(sql: Sql, changes: Changes): Promise<void> {
  const [rings, accounts] = pairs(changes, ({ gone }) => gone);
  if (accounts.length > 0) await sql.rows(leaveStatement, [rings, accounts]);
  const added = [...changes].flatMap(([ringId, { ties }]) =>
    [...ties.values()].map((tie) => tieRow(ringId, tie)),
  );
  if (added.length === 0) return;
  const rows = JSON.stringify(added);
  await sql.rows(replaceStatement, [rows]);
  await sql.rows(tieStatement, [rows]);
}

/** Two lists side by side: rings, and what is picked of each. */
function pairs<T>(changes: Changes, pick: (change: EvidenceChange) => ReadonlySet<T>): [string[], T[]] {
  const lists: [rings: string[], picked: T[]] = [[], []];
  for (const [ringId, change] of changes) {
    for (const item of pick(change)) {
      lists[0].push(ringId);
      lists[1].push(item);
    }
  }
  return lists;
}
