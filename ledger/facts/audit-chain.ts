import { createHash } from 'node:crypto';

/** One entry of the audit: what one commit wrote, chained to the one before. */
export interface AuditEntry {
  /** Counts from 1 without gaps. */
  readonly number: number;
  /** The sequence numbers of the commit's events; `lastSeq` is `firstSeq` - 1 when it had none. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly facts: number;
  /** When it was committed. */
  readonly at: number;
  /** SHA-256 of the journal bytes. */
  readonly eventsDigest: Buffer;
  /** SHA-256 of the facts: see `encodeFacts`. */
  readonly digest: Buffer;
  /** The hash of the entry before; empty for the first. */
  readonly previous: Buffer;
}

/** The hash of an entry: SHA-256 over the JSON array of all its fields, bytes as hexadecimal. */
export function auditHash(entry: AuditEntry): Buffer {
  const { number, firstSeq, lastSeq, facts, at } = entry;
  const digests = [entry.eventsDigest, entry.digest, entry.previous].map((bytes) => bytes.toString('hex'));
  return createHash('sha256')
    .update(JSON.stringify([number, firstSeq, lastSeq, facts, at, ...digests]))
    .digest();
}

/** The digest of the journal bytes of a commit. */
export function eventsDigest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
