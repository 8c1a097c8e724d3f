import type { Code } from '../../base/error-codes.ts';
import type { DeadLetter, Label } from '../model.ts';

/** A row of dead_letter. */
export interface DeadLetterRow {
  readonly source: string;
  readonly position: number;
  readonly code: Code;
  readonly message: string;
  readonly raw: Buffer;
}

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

export const deadLetterColumns = 'source, position, code, message, raw';
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

/** The columns of a letter without its bytes, which travel apart; `p` and `n` are their place and length there. */
export function deadLetterRow(letter: DeadLetter, place: number): object {
  const { source, position, code, message, raw } = letter;
  return { source, position, code, message, p: place, n: raw.length };
}

export function decodeDeadLetter({ source, position, code, message, raw }: DeadLetterRow): DeadLetter {
  return { source, position, code, message, raw: new Uint8Array(raw) };
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
