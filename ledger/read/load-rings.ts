import type { Ring, RingStatus, Typology } from '../../scoring/rings/model.ts';
import type { MemberRow, PlacedRing } from '../facts/placed-ring.ts';
import type { Sql } from '../sql-pool.ts';

/** A row of the ring table; also the object that is sent to write it. */
export interface RingRow {
  readonly id: string;
  readonly status: RingStatus;
  readonly typology: Typology;
  readonly suspicion: number;
  readonly born_seq: number;
  readonly born_ordinal: number;
  readonly born_at: number;
  readonly last_seq: number;
  readonly last_at: number;
  readonly transfer_count: number;
  readonly merged_into: string | null;
  readonly joins: number;
}

export const ringColumns = `id, status, typology, suspicion, born_seq, born_ordinal, born_at, last_seq, last_at,
  transfer_count, merged_into, joins`;

const ringStatement = {
  name: 'ring-by-id',
  text: `select ${ringColumns} from ring where id = any($1::text[])`,
};
const memberStatement = {
  name: 'ring-members',
  text: `select ring_id, account, place, role, since_seq, since_at from ring_member
    where ring_id = any($1::text[]) order by ring_id, place`,
};

/** The rings that exist among `ids`, with their present members. */
export async function loadRings(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, PlacedRing>> {
  return completeRings(sql, await sql.rows<RingRow>(ringStatement, [ids]));
}

/** Adds the members to rows of the ring table; keeps their order. */
export async function completeRings(sql: Sql, rows: readonly RingRow[]): Promise<Map<string, PlacedRing>> {
  const members = new Map<string, MemberRow[]>(rows.map(({ id }) => [id, []]));
  for (const row of await loadMembers(sql, [...members.keys()])) members.get(row.ring_id)?.push(row);
  return new Map(rows.map((row) => [row.id, decodeRing(row, members.get(row.id) ?? [])]));
}

/** The member rows of rings, by ring and place. */
export async function loadMembers(sql: Sql, ringIds: readonly string[]): Promise<MemberRow[]> {
  return ringIds.length === 0 ? [] : sql.rows<MemberRow>(memberStatement, [ringIds]);
}

function decodeRing(row: RingRow, members: readonly MemberRow[]): PlacedRing {
  const ring: Ring = {
    id: row.id,
    status: row.status,
    typology: row.typology,
    suspicion: row.suspicion,
    bornSeq: row.born_seq,
    bornAt: row.born_at,
    lastSeq: row.last_seq,
    lastAt: row.last_at,
    transferCount: row.transfer_count,
    mergedInto: row.merged_into,
    members: members.map(({ account, role, since_seq: sinceSeq, since_at: sinceAt }) => ({
      account,
      role,
      sinceSeq,
      sinceAt,
    })),
  };
  const places = new Map(members.map(({ account, place }) => [account, place]));
  return { ring, bornOrdinal: row.born_ordinal, joins: row.joins, places };
}

/** The row of a ring: the inverse of reading it. */
export function ringRow({ ring, bornOrdinal, joins }: PlacedRing): RingRow {
  return {
    id: ring.id,
    status: ring.status,
    typology: ring.typology,
    suspicion: ring.suspicion,
    born_seq: ring.bornSeq,
    born_ordinal: bornOrdinal,
    born_at: ring.bornAt,
    last_seq: ring.lastSeq,
    last_at: ring.lastAt,
    transfer_count: ring.transferCount,
    merged_into: ring.mergedInto,
    joins,
  };
}
