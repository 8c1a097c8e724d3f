import type { RingEvent } from '../../scoring/rings/model.ts';
import { foldPlacedRing, type MemberRow, memberRows, type PlacedRing } from '../facts/placed-ring.ts';
import { loadRings, ringColumns, ringRow } from '../read/load-rings.ts';
import type { Sql } from '../sql-pool.ts';
import { projectEvidence } from './project-evidence.ts';

const upsertStatement = {
  name: 'ring-upsert',
  text: `insert into ring (${ringColumns})
    select ${ringColumns} from json_to_recordset($1::json) as row(id text, status text, typology text, suspicion float8,
      born_seq bigint, born_ordinal int, born_at bigint, last_seq bigint, last_at bigint, transfer_count bigint,
      merged_into text, joins bigint)
    on conflict (id) do update set status = excluded.status, typology = excluded.typology,
      suspicion = excluded.suspicion, last_seq = excluded.last_seq, last_at = excluded.last_at,
      transfer_count = excluded.transfer_count, merged_into = excluded.merged_into, joins = excluded.joins`,
};
const removeStatement = {
  name: 'ring-member-remove',
  text: `delete from ring_member m using unnest($1::text[], $2::text[]) as gone(ring_id, account)
    where m.ring_id = gone.ring_id and m.account = gone.account`,
};
const memberStatement = {
  name: 'ring-member-upsert',
  text: `insert into ring_member (ring_id, account, place, role, since_seq, since_at)
    select * from json_to_recordset($1::json) as row(ring_id text, account text, place bigint, role text,
      since_seq bigint, since_at bigint)
    on conflict (ring_id, account) do update set place = excluded.place, role = excluded.role,
      since_seq = excluded.since_seq, since_at = excluded.since_at`,
};

/** Folds ring events into the tables of rings, members and evidence. Returns the number of rings that were born. */
export async function projectRings(sql: Sql, events: readonly RingEvent[]): Promise<number> {
  if (events.length === 0) return 0;
  const before = await loadRings(sql, [...new Set(events.map(({ ringId }) => ringId))]);
  const after = new Map(before);
  for (const event of events) after.set(event.ringId, foldPlacedRing(after.get(event.ringId) ?? null, event));
  await sql.rows(upsertStatement, [JSON.stringify([...after.values()].map(ringRow))]);
  await writeMembers(sql, before, after);
  await projectEvidence(sql, events);
  return events.filter(({ kind }) => kind === 'BORN').length;
}

type Rings = ReadonlyMap<string, PlacedRing>;

/** Writes the members that differ and removes those that left. */
async function writeMembers(sql: Sql, before: Rings, after: Rings): Promise<void> {
  const gone: [rings: string[], accounts: string[]] = [[], []];
  const changed: MemberRow[] = [];
  for (const [id, ring] of after) {
    const known = before.get(id);
    if (known?.ring.members === ring.ring.members) continue;
    const old = new Map((known === undefined ? [] : memberRows(known)).map((row) => [row.account, row]));
    for (const row of memberRows(ring)) {
      if (!isSame(old.get(row.account), row)) changed.push(row);
      old.delete(row.account);
    }
    for (const account of old.keys()) {
      gone[0].push(id);
      gone[1].push(account);
    }
  }
  if (gone[0].length > 0) await sql.rows(removeStatement, gone);
  if (changed.length > 0) await sql.rows(memberStatement, [JSON.stringify(changed)]);
}

function isSame(a: MemberRow | undefined, b: MemberRow): boolean {
  const same = a?.place === b.place && a.role === b.role;
  return same && a.since_seq === b.since_seq && a.since_at === b.since_at;
}
