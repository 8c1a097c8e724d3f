import type { Redis } from 'ioredis';
import type { Decision, Verdict } from '../../scoring/decision-model.ts';
import type { FeatureRow, RoleRow, TransferRole } from '../../scoring/feature-cache.ts';
import { featureSet } from '../../scoring/features/registry.ts';

/** Anything that takes commands: a connection or a pipeline. */
type Commands = Pick<Redis, 'anelWriteRow'>;

/** A decision as the row of one of its accounts is written from it. */
export interface WaitingRow {
  readonly role: TransferRole;
  readonly account: string;
  readonly decision: Decision;
}

/** Queues the write of one row; about 20 µs. The layout is documented in docs/redis.md. */
export function writeRow(
  commands: { anelWriteRow(...row: Parameters<Commands['anelWriteRow']>): unknown },
  key: string,
  { role, decision }: WaitingRow,
  ttlMs: number,
): void {
  const { seq, at, transactionId, score, verdict, featureSetHash, features } = decision;
  const values = featureSetHash === featureSet.hash ? features.join(' ') : '';
  const fields = ['at', `${at}`, 'transactionId', transactionId, 'score', `${score}`, 'verdict', verdict];
  commands.anelWriteRow(key, role, `${seq}`, ttlMs, featureSetHash, values, ...fields);
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
