import { isDeepStrictEqual } from 'node:util';
import { foldAlert, foldEvidence, noEvidence } from '../../scoring/rings/fold.ts';
import type { Alert, RingEvidence } from '../../scoring/rings/model.ts';
import {
  type AlertEventRow,
  alertEventColumns,
  decodeAlertEvent,
  decodeRingEvent,
  type RingEventRow,
  ringEventColumns,
} from '../facts/event-rows.ts';
import { foldPlacedRing, type MemberRow, memberRows, type PlacedRing } from '../facts/placed-ring.ts';
import { type AlertRow, alertColumns, alertRow } from '../read/load-alerts.ts';
import { loadEvidence } from '../read/load-evidence.ts';
import { loadMembers, type RingRow, ringColumns, ringRow } from '../read/load-rings.ts';
import type { Sql } from '../sql-pool.ts';
import type { ProblemList } from './problem-list.ts';

/** Rings or alerts that are folded at once. */
const projectionsPage = 200;

const ringStatement = {
  name: 'verify-rings',
  text: `select ${ringColumns} from ring where id > $1 order by id limit $2`,
};
const ringEventStatement = {
  name: 'verify-events-of-rings',
  text: `select ${ringEventColumns} from ring_event where ring_id = any($1::text[]) order by seq, ordinal`,
};
const alertStatement = {
  name: 'verify-alerts',
  text: `select ${alertColumns} from alert where id > $1 order by id limit $2`,
};
const alertEventStatement = {
  name: 'verify-events-of-alerts',
  text: `select ${alertEventColumns} from alert_event where alert_id = any($1::text[]) order by seq, ordinal`,
};
const strayStatement = {
  name: 'verify-strays',
  text: `select * from (
      select distinct 'ring' as kind, ring_id as id from ring_event e
        where not exists (select from ring r where r.id = e.ring_id)
      union all
      select distinct 'alert', alert_id from alert_event e
        where not exists (select from alert a where a.id = e.alert_id)
      union all
      select distinct 'ring_member', ring_id from ring_member m
        where not exists (select from ring r where r.id = m.ring_id)
      union all
      select distinct 'ring_transfer', ring_id from ring_transfer t
        where not exists (select from ring r where r.id = t.ring_id)
      union all
      select distinct 'ring_tie', ring_id from ring_tie t
        where not exists (select from ring r where r.id = t.ring_id)
    ) stray order by kind, id limit $1`,
};

/** Rings and alerts that exist. */
export interface ProjectionsChecked {
  rings: number;
  alerts: number;
}

/** Compares every row of ring, ring_member, ring_transfer, ring_tie and alert with the fold of its events. */
export async function verifyProjections(sql: Sql, problems: ProblemList): Promise<ProjectionsChecked> {
  const rings = await verifyRings(sql, problems);
  const alerts = await verifyAlerts(sql, problems);
  for (const { kind, id } of await sql.rows<{ kind: string; id: string }>(strayStatement, [
    projectionsPage,
  ])) {
    problems.add(kind, id, `there are rows of ${kind} "${id}", which is not in its table`);
  }
  return { rings, alerts };
}

async function verifyRings(sql: Sql, problems: ProblemList): Promise<number> {
  let count = 0;
  for (let after = ''; ; ) {
    const rows = await sql.rows<RingRow>(ringStatement, [after, projectionsPage]);
    const ids = rows.map(({ id }) => id);
    const events = groupBy(await sql.rows<RingEventRow>(ringEventStatement, [ids]), (event) => event.ring_id);
    const members = groupBy(await loadMembers(sql, ids), (member) => member.ring_id);
    const evidence = await loadEvidence(sql, ids);
    for (const row of rows) {
      const ofRing = events.get(row.id) ?? [];
      verifyRing(row, ofRing, members.get(row.id) ?? [], problems);
      verifyEvidence(row.id, ofRing, evidence.get(row.id) ?? noEvidence, problems);
    }
    count += rows.length;
    if (rows.length < projectionsPage) return count;
    after = ids.at(-1) ?? after;
  }
}

function verifyRing(
  row: RingRow,
  events: readonly RingEventRow[],
  members: readonly MemberRow[],
  problems: ProblemList,
): void {
  problems.attempt('ring', row.id, () => {
    let ring: PlacedRing | null = null;
    for (const event of events) ring = foldPlacedRing(ring, decodeRingEvent(event));
    const same = ring !== null && isDeepStrictEqual({ ...row }, ringRow(ring));
    problems.expect(same, 'ring', row.id, `ring "${row.id}" is not the fold of its events`);
    const sameMembers =
      ring !== null &&
      isDeepStrictEqual(
        members.map((member) => ({ ...member })),
        memberRows(ring),
      );
    problems.expect(
      sameMembers,
      'ring_member',
      row.id,
      `the members of ring "${row.id}" are not those of its events`,
    );
  });
}

function verifyEvidence(
  ringId: string,
  events: readonly RingEventRow[],
  stored: RingEvidence,
  problems: ProblemList,
): void {
  problems.attempt('ring_evidence', ringId, () => {
    const folded = events.map(decodeRingEvent).reduce(foldEvidence, noEvidence);
    for (const [kind, key] of [
      ['ring_transfer', 'transfers'],
      ['ring_tie', 'ties'],
    ] as const) {
      const same = isDeepStrictEqual(stored[key], folded[key]);
      problems.expect(same, kind, ringId, `the ${key} of ring "${ringId}" are not those of its events`);
    }
  });
}

async function verifyAlerts(sql: Sql, problems: ProblemList): Promise<number> {
  let count = 0;
  for (let after = ''; ; ) {
    const rows = await sql.rows<AlertRow>(alertStatement, [after, projectionsPage]);
    const ids = rows.map(({ id }) => id);
    const events = groupBy(
      await sql.rows<AlertEventRow>(alertEventStatement, [ids]),
      (event) => event.alert_id,
    );
    for (const row of rows) verifyAlert(row, events.get(row.id) ?? [], problems);
    count += rows.length;
    if (rows.length < projectionsPage) return count;
    after = ids.at(-1) ?? after;
  }
}

function verifyAlert(row: AlertRow, events: readonly AlertEventRow[], problems: ProblemList): void {
  problems.attempt('alert', row.id, () => {
    let alert: Alert | null = null;
    for (const event of events) alert = foldAlert(alert, decodeAlertEvent(event));
    const same = alert !== null && isDeepStrictEqual({ ...row }, alertRow(alert, events[0]?.ordinal ?? 0));
    problems.expect(same, 'alert', row.id, `alert "${row.id}" is not the fold of its events`);
  });
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
