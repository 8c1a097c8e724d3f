import { assert } from '../../base/assert.ts';
import type { Decision, ScoringVersion, Verdict } from '../../scoring/decision-model.ts';

/** Decisions as they travel into the database: their columns as JSON, their features as one run of bytes. */
export interface EncodedDecisions {
  /** A JSON array of objects with one-letter keys: see `insertDecisions`. */
  readonly json: Buffer;
  /** The feature vectors one after the other, float64 little-endian. */
  readonly features: Buffer;
  /** The distinct versions in the order in which they appear; `v` of a row is an index into it. */
  readonly versions: readonly ScoringVersion[];
}

/** A row of the decision table joined with its version. */
export interface DecisionRow {
  readonly seq: number;
  readonly at: number;
  readonly seen_at: number;
  readonly amount_minor: number;
  readonly score: number;
  readonly latency_us: number;
  readonly late: boolean;
  readonly transaction_id: string;
  readonly from_account: string;
  readonly to_account: string;
  readonly currency: string;
  readonly verdict: Verdict;
  readonly ring_id: string | null;
  readonly alert_id: string | null;
  readonly reasons: string[];
  readonly features: Buffer;
  readonly feature_set_hash: string;
  readonly model_hash: string;
  readonly rule_set_hash: string;
}

/** The columns of `DecisionRow`, for a select from `decision d join scoring_version v on v.id = d.version_id`. */
export const decisionColumns = `d.seq, d.at, d.seen_at, d.amount_minor, d.score, d.latency_us, d.late, d.transaction_id,
  d.from_account, d.to_account, d.currency, d.verdict, d.ring_id, d.alert_id, d.reasons, d.features,
  v.feature_set_hash, v.model_hash, v.rule_set_hash`;

/** The tables of `decisionColumns`. */
export const decisionTables = 'decision d join scoring_version v on v.id = d.version_id';

/** Encodes decisions; equal decisions in equal order give equal bytes. */
export function encodeDecisions(decisions: readonly Decision[]): EncodedDecisions {
  const versions: ScoringVersion[] = [];
  const rows = new Array<object>(decisions.length);
  // One array for all: asking each small vector for its buffer costs more than the rest.
  const features = new Float64Array(decisions.reduce((sum, decision) => sum + decision.features.length, 0));
  let place = 0;
  for (const [index, decision] of decisions.entries()) {
    features.set(decision.features, place);
    rows[index] = sentRow(decision, versionIndex(versions, decision), place);
    place += decision.features.length;
  }
  return { json: Buffer.from(JSON.stringify(rows)), features: bytesOf(features), versions };
}

function sentRow(d: Decision, version: number, place: number): object {
  return {
    s: d.seq,
    a: d.at,
    e: d.seenAt,
    m: d.amountMinor,
    x: d.score,
    v: version,
    u: d.latencyUs,
    l: d.late,
    t: d.transactionId,
    f: d.from,
    o: d.to,
    c: d.currency,
    d: d.verdict,
    r: d.ringId,
    k: d.alertId,
    w: d.reasons,
    p: place * 8,
    n: d.features.length * 8,
  };
}

function versionIndex(versions: ScoringVersion[], version: ScoringVersion): number {
  const { featureSetHash, modelHash, ruleSetHash } = version;
  for (const [index, known] of versions.entries()) {
    const same = known.modelHash === modelHash && known.ruleSetHash === ruleSetHash;
    if (same && known.featureSetHash === featureSetHash) return index;
  }
  return versions.push({ featureSetHash, modelHash, ruleSetHash }) - 1;
}

/** The bytes of a feature vector, without a copy: float64, little-endian as every machine that Node runs on. */
export function bytesOf(features: Float64Array): Buffer {
  return Buffer.from(features.buffer, features.byteOffset, features.byteLength);
}

/** Reads a row back: every field and every feature bit as it was committed. */
export function decodeDecision(row: DecisionRow): Decision {
  const { length } = row.features;
  assert(length % 8 === 0, `decision "${row.transaction_id}" has ${length} bytes of features`);
  const features = new Float64Array(length / 8);
  bytesOf(features).set(row.features);
  return {
    featureSetHash: row.feature_set_hash,
    modelHash: row.model_hash,
    ruleSetHash: row.rule_set_hash,
    seq: row.seq,
    transactionId: row.transaction_id,
    at: row.at,
    seenAt: row.seen_at,
    from: row.from_account,
    to: row.to_account,
    amountMinor: row.amount_minor,
    currency: row.currency,
    verdict: row.verdict,
    score: row.score,
    reasons: row.reasons,
    features,
    late: row.late,
    ringId: row.ring_id,
    alertId: row.alert_id,
    latencyUs: row.latency_us,
  };
}
