import { present } from '../../base/assert.ts';
import type { ScoringVersion } from '../../scoring/decision-model.ts';
import type { EncodedDecisions } from '../facts/decision-rows.ts';
import type { Sql } from '../sql-pool.ts';

const versionStatement = {
  name: 'version-id',
  text: `select id from scoring_version where feature_set_hash = $1 and model_hash = $2 and rule_set_hash = $3`,
};
const addVersionStatement = {
  name: 'version-add',
  text: `insert into scoring_version (id, feature_set_hash, model_hash, rule_set_hash)
    select coalesce(max(id), 0) + 1, $1, $2, $3 from scoring_version returning id`,
};
const insertStatement = {
  name: 'decision-insert',
  text: `insert into decision (seq, at, seen_at, amount_minor, score, version_id, latency_us, late, transaction_id,
      from_account, to_account, currency, verdict, ring_id, alert_id, reasons, features)
    select s, a, e, m, x, ($3::int[])[v + 1], u, l, t, f, o, c, d, r, k, w, substring($2::bytea from p + 1 for n)
    from json_to_recordset($1::json) as row(s bigint, a bigint, e bigint, m bigint, x float8, v int, u float8,
      l boolean, t text, f text, o text, c text, d text, r text, k text, w text[], p int, n int)`,
};

/** Inserts the decisions of a commit in one statement. */
export async function insertDecisions(
  sql: Sql,
  { json, features, versions }: EncodedDecisions,
): Promise<void> {
  const ids: number[] = [];
  for (const version of versions) ids.push(await versionId(sql, version));
  await sql.rows(insertStatement, [json, features, ids]);
}

/** The id of a version, given at its first use. Runs under the lock of the state, so that no two get one id. */
async function versionId(sql: Sql, version: ScoringVersion): Promise<number> {
  const values = [version.featureSetHash, version.modelHash, version.ruleSetHash];
  const [known] = await sql.rows<{ id: number }>(versionStatement, values);
  if (known !== undefined) return known.id;
  const [added] = await sql.rows<{ id: number }>(addVersionStatement, values);
  return present(added, 'the id of a scoring version').id;
}
