import { createHash } from 'node:crypto';
import type { Decision } from '../../scoring/decision-model.ts';
import {
  bytesOf,
  type DecisionRow,
  decisionColumns,
  decisionTables,
  decodeDecision,
} from '../facts/decision-rows.ts';
import type { Page, PageRequest } from '../model.ts';
import type { Sql } from '../sql-pool.ts';
import { decodeCursor, pageOf } from './page-cursor.ts';

const byIdStatement = {
  name: 'decision-by-id',
  text: `select ${decisionColumns} from ${decisionTables} where d.transaction_id = any($1::text[])`,
};
const afterStatement = {
  name: 'decision-after',
  text: `select ${decisionColumns} from ${decisionTables} where d.seq > $1 order by d.seq limit $2`,
};
const ofAccountStatement = {
  name: 'decision-of-account',
  text: `select ${decisionColumns} from ${decisionTables} join (
      (select seq from decision where from_account = $1 and seq < $2 order by seq desc limit $3)
      union
      (select seq from decision where to_account = $1 and seq < $2 order by seq desc limit $3)
      order by seq desc limit $3
    ) found on found.seq = d.seq order by d.seq desc`,
};

export async function decisionsById(
  sql: Sql,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Decision>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.rows<DecisionRow>(byIdStatement, [ids]);
  return new Map(rows.map((row) => [row.transaction_id, decodeDecision(row)]));
}

export async function* decisionPages(
  sql: Sql,
  afterSeq: number,
  pageSize: number,
): AsyncIterable<readonly Decision[]> {
  for (let seq = afterSeq; ; ) {
    const page = (await sql.rows<DecisionRow>(afterStatement, [seq, pageSize])).map(decodeDecision);
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    seq = page.at(-1)?.seq ?? seq;
  }
}

export async function decisionsOfAccount(
  sql: Sql,
  account: string,
  page: PageRequest,
): Promise<Page<Decision>> {
  const [before] = decodeCursor(page.cursor, [Number.MAX_SAFE_INTEGER]);
  const rows = await sql.rows<DecisionRow>(ofAccountStatement, [account, before, page.limit + 1]);
  return pageOf(rows, page.limit, ({ seq }) => [seq], decodeDecision);
}

/** SHA-256 over one JSON line and the feature bytes of each decision; the latency and batch borders play no part. */
export async function digestDecisions(sql: Sql, pageSize: number): Promise<string> {
  const hash = createHash('sha256');
  for await (const page of decisionPages(sql, 0, pageSize)) {
    for (const { features, latencyUs: _, ...rest } of page) {
      hash.update(`${JSON.stringify(rest)}\n${features.length}\n`).update(bytesOf(features));
    }
  }
  return hash.digest('hex');
}
