import type { ChainableCommander } from 'ioredis';
import type { Decision, Verdict } from '../../scoring/decision-model.ts';
import type { FeatureRow, RoleRow, TransferRole } from '../../scoring/feature-cache.ts';
import { featureSet } from '../../scoring/features/registry.ts';

/** A decision as the row of one of its accounts is written from it. */
export interface WaitingRow {
  readonly role: TransferRole;
  readonly account: string;
  readonly decision: Decision;
}

/** Queues the writes of rows. The layout is documented in docs/redis.md. A decision's numbers are made text once, not once a role. */
export function writeRows(
  pipeline: ChainableCommander,
  rows: readonly WaitingRow[],
  keyOf: (account: string) => string,
  ttlMs: number,
): void {
  const texts = new Map<Decision, string>();
  for (const { role, account, decision } of rows) {
    const { seq, at, transactionId, score, verdict, featureSetHash } = decision;
    const values = texts.get(decision) ?? valuesOf(decision);
    texts.set(decision, values);
    const fields = ['at', `${at}`, 'transactionId', transactionId, 'score', `${score}`, 'verdict', verdict];
    pipeline.anelWriteRow(keyOf(account), role, `${seq}`, ttlMs, featureSetHash, values, ...fields);
  }
}

/** The shortest decimals that read back as the same numbers; nothing for a vector whose names are not known. */
function valuesOf({ featureSetHash, features }: Decision): string {
  return featureSetHash === featureSet.hash ? features.join(' ') : '';
}

/** Reads the fields of a hash back; null when there is none. */
export function readRow(account: string, fields: Readonly<Record<string, string>>): FeatureRow | null {
  if (fields.updatedSeq === undefined) return null;
  const updatedSeq = Number(fields.updatedSeq);
  return { account, updatedSeq, out: readRole(fields, 'out'), in: readRole(fields, 'in') };
}

function readRole(fields: Readonly<Record<string, string>>, role: TransferRole): RoleRow | null {
  const { [`${role}.seq`]: seq, [`${role}.featureSetHash`]: featureSetHash } = fields;
  if (seq === undefined || featureSetHash === undefined) return null;
  const known = featureSet.names.filter((name) => fields[`${role}.${name}`] !== undefined);
  return {
    seq: Number(seq),
    at: Number(fields[`${role}.at`]),
    transactionId: fields[`${role}.transactionId`] ?? '',
    score: Number(fields[`${role}.score`]),
    verdict: fields[`${role}.verdict`] as Verdict,
    featureSetHash,
    features: Object.fromEntries(known.map((name) => [name, Number(fields[`${role}.${name}`])])),
  };
}
