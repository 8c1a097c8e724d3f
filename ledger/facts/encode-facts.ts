import { createHash } from 'node:crypto';
import type { Decision } from '../../scoring/decision-model.ts';
import type { AlertEvent, RingEvent } from '../../scoring/rings/model.ts';
import type { DeadLetter, Label } from '../model.ts';
import { type EncodedDecisions, encodeDecisions } from './decision-rows.ts';
import {
  type AlertEventRow,
  alertEventRecord,
  alertEventRow,
  type RingEventRow,
  ringEventRecord,
  ringEventRow,
} from './event-rows.ts';
import { deadLetterBytes, deadLetterRow, type LabelRow, labelRow } from './record-rows.ts';

/** Everything that one commit adds to the record, each list in the order of its table's key. */
export interface Facts {
  readonly decisions: readonly Decision[];
  readonly ringEvents: readonly RingEvent[];
  readonly alertEvents: readonly AlertEvent[];
  readonly deadLetters: readonly DeadLetter[];
  readonly labels: readonly Label[];
}

export const noFacts: Facts = { decisions: [], ringEvents: [], alertEvents: [], deadLetters: [], labels: [] };

/** Facts as they travel into the database, JSON as UTF-8, and the digest of exactly these bytes. */
export interface EncodedFacts {
  readonly decisions: EncodedDecisions;
  readonly ringEvents: Buffer;
  readonly alertEvents: Buffer;
  readonly deadLetters: Buffer;
  readonly deadLetterBytes: Buffer;
  readonly labels: Buffer;
  readonly count: number;
  /** SHA-256 over all of the above, each part preceded by its length. */
  readonly digest: Buffer;
}

/** The facts of one commit as rows of their tables. */
export interface FactRows {
  readonly decisions: readonly Decision[];
  readonly ringEvents: readonly RingEventRow[];
  readonly alertEvents: readonly AlertEventRow[];
  readonly deadLetters: readonly DeadLetter[];
  readonly labels: readonly LabelRow[];
}

/** Encodes the facts of one commit. */
export function encodeFacts({
  decisions,
  ringEvents,
  alertEvents,
  deadLetters,
  labels,
}: Facts): EncodedFacts {
  const events = { ringEvents: ringEvents.map(ringEventRow), alertEvents: alertEvents.map(alertEventRow) };
  return encodeRows({ decisions, ...events, deadLetters, labels: labels.map(labelRow) });
}

/** Encodes rows as they were read, so that `verify` sees every difference from what was written. */
export function encodeRows(rows: FactRows): EncodedFacts {
  const decisions = encodeDecisions(rows.decisions);
  const ringEvents = jsonBytes(rows.ringEvents.map(ringEventRecord));
  const alertEvents = jsonBytes(rows.alertEvents.map(alertEventRecord));
  const { json: deadLetters, bytes: deadLetterBytes } = encodeDeadLetters(rows.deadLetters);
  const labels = jsonBytes(rows.labels);
  const texts = [decisions.json, jsonBytes(decisions.versions), ringEvents, alertEvents, deadLetters, labels];
  const digest = digestParts([...texts, decisions.features, deadLetterBytes]);
  const lists = [rows.decisions, rows.ringEvents, rows.alertEvents, rows.deadLetters, rows.labels];
  const count = lists.reduce((sum, list) => sum + list.length, 0);
  return { decisions, ringEvents, alertEvents, deadLetters, deadLetterBytes, labels, count, digest };
}

function encodeDeadLetters(letters: readonly DeadLetter[]): { json: Buffer; bytes: Buffer } {
  let place = 0;
  const parts: Uint8Array[] = [];
  const rows = letters.map((letter) => {
    const row = deadLetterRow(letter, place);
    for (const bytes of deadLetterBytes(letter)) {
      parts.push(bytes);
      place += bytes.length;
    }
    return row;
  });
  return { json: jsonBytes(rows), bytes: Buffer.concat(parts) };
}

function jsonBytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function digestParts(parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256');
  const length = Buffer.alloc(8);
  for (const part of parts) {
    length.writeBigUInt64LE(BigInt(part.length));
    hash.update(length).update(part);
  }
  return hash.digest();
}
