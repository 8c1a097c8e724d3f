import { isDeepStrictEqual } from 'node:util';
import { assert } from '../../base/assert.ts';
import type { Code } from '../../base/error-codes.ts';
import type { Envelope } from '../../graph/model/envelope.ts';
import type { DeadLetter, Label } from '../model.ts';

/** A row of dead_letter. */
export interface DeadLetterRow {
  readonly source: string;
  readonly position: number;
  readonly code: Code;
  readonly message: string;
  readonly raw: Buffer;
  readonly key: Buffer | null;
  readonly headers: readonly HeaderTuple[] | null;
}

type HeaderTuple = readonly [name: string, base64: string];

/** A row of label; also the object that is sent to insert it. */
export interface LabelRow {
  readonly id: string;
  readonly subject: Label['subject'];
  readonly subject_id: string;
  readonly value: Label['value'];
  readonly at: number;
  readonly seen_at: number;
  readonly author: string;
}

export const deadLetterColumns = 'source, position, code, message, raw, key, headers';
export const labelColumns = 'id, subject, subject_id, value, at, seen_at, author';

/**
 * The letter as PostgreSQL can hold it: a message quotes bad input, so it may hold a zero byte or half of a surrogate
 * pair, which become U+FFFD. The original bytes are in `raw`.
 */
export function storableDeadLetter(letter: DeadLetter): DeadLetter {
  const message = letter.message.replaceAll(
    /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
    '\uFFFD',
  );
  return message === letter.message ? letter : { ...letter, message };
}

/** Letters by source and position: the order in which a commit digests them. */
export function sortDeadLetters(letters: readonly DeadLetter[]): DeadLetter[] {
  return [...letters].sort((a, b) => {
    if (a.source === b.source) return a.position - b.position;
    return a.source < b.source ? -1 : 1;
  });
}

/**
 * The columns of a letter without its bytes, which travel apart; `p` and `n` are place and length of `raw` there, and `k` is
 * the length of the key, which follows it. `h` holds the headers as JSON text: only text takes a name with a zero byte.
 * A letter without envelope has neither `k` nor `h`: it was digested so before there were envelopes.
 */
export function deadLetterRow(letter: DeadLetter, place: number): object {
  const { source, position, code, message, raw, envelope } = letter;
  const row = { source, position, code, message, p: place, n: raw.length };
  if (envelope === null) return row;
  return { ...row, k: envelope.key?.length ?? null, h: JSON.stringify(headerTuples(envelope)) };
}

/** The bytes of a letter in the order in which `deadLetterRow` counts them. */
export function deadLetterBytes({ raw, envelope }: DeadLetter): readonly Uint8Array[] {
  return [raw, envelope?.key ?? new Uint8Array()];
}

/** The headers of an envelope in its order, values in base64. */
export function headerTuples({ headers }: Envelope): readonly HeaderTuple[] {
  return headers.map(([name, value]) => [name, Buffer.from(value).toString('base64')]);
}

export function decodeDeadLetter(row: DeadLetterRow): DeadLetter {
  const { source, position, code, message, raw } = row;
  return { source, position, code, message, raw: new Uint8Array(raw), envelope: decodeEnvelope(row) };
}

function decodeEnvelope({ source, position, key, headers }: DeadLetterRow): Envelope | null {
  const letter = `dead letter ${position} of "${source}"`;
  assert(key === null || headers !== null, `${letter} has a key but no headers`);
  if (headers === null) return null;
  const envelope: Envelope = {
    key: key === null ? null : new Uint8Array(key),
    headers: headers.map(([name, value]) => [name, new Uint8Array(Buffer.from(value, 'base64'))]),
  };
  assert(
    isDeepStrictEqual(headerTuples(envelope), headers),
    `${letter} has headers that are no [name, base64]`,
  );
  return envelope;
}

export function labelRow(label: Label): LabelRow {
  return {
    id: label.id,
    subject: label.subject,
    subject_id: label.subjectId,
    value: label.value,
    at: label.at,
    seen_at: label.seenAt,
    author: label.author,
  };
}

export function decodeLabel(row: LabelRow): Label {
  return {
    id: row.id,
    subject: row.subject,
    subjectId: row.subject_id,
    value: row.value,
    at: row.at,
    seenAt: row.seen_at,
    author: row.author,
  };
}
