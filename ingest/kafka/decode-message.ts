import { isUtf8 } from 'node:buffer';
import type { KafkaMessage } from 'kafkajs';
import type { Config } from '../../base/config.ts';
import type { SourceRecord } from '../source.ts';
import { type DecodedEvent, decodeEvent } from '../validate/decode-event.ts';
import type { EventKind } from '../validate/event-schema.ts';
import { invalidField, isProblem, type Problem, quote } from '../validate/problem.ts';
import { timeMax } from '../validate/time-text.ts';
import { invalidHeader, isObject, unwrapCloudEvent } from './cloud-event.ts';
import { headerList, headerText } from './message-headers.ts';

/** The topics that events come from. */
export const inputRoles = ['transactions', 'authentications', 'logs'] as const;
export type InputRole = (typeof inputRoles)[number];

/** What each of them carries: the schema id, the kinds of event, and the kind of an event that names none. */
const inputs: Readonly<
  Record<InputRole, { schema: string; kinds: readonly EventKind[]; absentKind: EventKind }>
> = {
  transactions: {
    schema: 'anel.transaction.v1',
    kinds: ['transfer', 'reversal'],
    absentKind: 'transfer',
  },
  authentications: {
    schema: 'anel.authentication.v1',
    kinds: ['authentication'],
    absentKind: 'authentication',
  },
  logs: { schema: 'anel.log.v1', kinds: ['log', 'label'], absentKind: 'log' },
};

const schemas = inputRoles.map((role) => inputs[role].schema);

/** Where a message was read, and the limit that it must keep. */
export interface MessagePlace extends Pick<Config['kafka'], 'messageBytesMax'> {
  readonly role: InputRole;
  readonly topic: string;
  readonly partition: number;
}

/**
 * Decodes one message: its headers, its CloudEvents envelope if any, and the canonical event in it. Never throws; the same message gives
 * the same record at every run. Every record, good or bad, keeps the bytes of its value (none for a tombstone), its key and its headers.
 *
 * The topic gives a kind to an event without one. An event without `seenAt` was seen when the message was made, by its timestamp, or when
 * it happened, whichever is later. A bad record has one of the codes of `decodeEvent`, or SCHEMA_UNKNOWN; its message names the place.
 */
export function decodeMessage(place: MessagePlace, message: KafkaMessage): SourceRecord {
  const decoded = decode(place, message);
  const { topic, partition } = place;
  const { key, value, headers, offset } = message;
  const at = `topic "${topic}" partition ${partition} offset ${offset}`;
  return {
    position: Number(offset),
    raw: value ?? new Uint8Array(0),
    envelope: { key, headers: headerList(headers) },
    decoded: decoded.status === 'event' ? decoded : { ...decoded, message: `${at}: ${decoded.message}` },
  };
}

function decode(place: MessagePlace, message: KafkaMessage): DecodedEvent {
  const schemaProblem = problemOfSchema(place.role, headerText(message.headers, 'schema-id'));
  if (schemaProblem !== null) return bad(schemaProblem);
  const parsed = parse(message.value, place.messageBytesMax);
  if (isUnreadable(parsed)) return bad(parsed);
  const unwrapped = unwrapCloudEvent(message.headers, parsed.json);
  if (isProblem(unwrapped)) return bad(unwrapped);
  const { data, id, time } = unwrapped;
  if (!isObject(data)) return decodeEvent(data);
  const kindProblem = problemOfKind(place, data);
  if (kindProblem !== null) return bad(kindProblem);
  fill(data, 'kind', inputs[place.role].absentKind);
  fill(data, 'id', id);
  fill(data, 'at', time);
  return seen(decodeEvent(data), Object.hasOwn(data, 'seenAt'), Number(message.timestamp));
}

function problemOfSchema(role: InputRole, schema: string | null): Problem | null {
  const expected = inputs[role].schema;
  if (schema === null || schema === expected) return null;
  if (schemas.includes(schema)) {
    return invalidHeader('schema-id', schema, `"${expected}", which is what the topic for ${role} takes`);
  }
  const message = `header "schema-id" is ${quote(schema)}: expected "${expected}", or no such header`;
  return { code: 'SCHEMA_UNKNOWN', message };
}

function problemOfKind({ role, topic }: MessagePlace, data: Record<string, unknown>): Problem | null {
  const { kinds } = inputs[role];
  if (!Object.hasOwn(data, 'kind') || kinds.includes(data.kind as EventKind)) return null;
  return invalidField('kind', data.kind, `${kinds.join(' or ')}, which is what the topic "${topic}" takes`);
}

/** The value that was parsed, or the problem of one that cannot be. */
type Parsed = { readonly json: unknown };

function isUnreadable(parsed: Parsed | Problem): parsed is Problem {
  return !Object.hasOwn(parsed, 'json');
}

function parse(value: Buffer | null, bytesMax: number): Parsed | Problem {
  if (value === null) {
    return unreadable(
      'the message has no value: expected an event; an event of kind "reversal" takes a transfer back',
    );
  }
  if (value.length > bytesMax) {
    const limit = `expected at most ${bytesMax} (config kafka.messageBytesMax)`;
    return unreadable(`the value has ${value.length} bytes: ${limit}`);
  }
  const text = value.toString('utf8');
  // Only a text with a replacement character can come from invalid bytes: the check of all bytes is for those alone.
  if (text.includes('\ufffd') && !isUtf8(value)) return unreadable('the value is not valid UTF-8');
  try {
    return { json: JSON.parse(text) };
  } catch {
    return unreadable(`${quote(text)} is not valid JSON: expected one event a message`);
  }
}

/** The object was parsed for this record alone, so what the envelope knows is put into it. */
function fill(data: Record<string, unknown>, field: string, value: unknown): void {
  if (value !== undefined && !Object.hasOwn(data, field)) data[field] = value;
}

function seen(decoded: DecodedEvent, saysSo: boolean, timestamp: number): DecodedEvent {
  if (decoded.status === 'bad' || saysSo) return decoded;
  const { event } = decoded;
  const isLater = timestamp > event.at && timestamp <= timeMax;
  return isLater ? { ...decoded, event: { ...event, seenAt: timestamp } } : decoded;
}

function unreadable(message: string): Problem {
  return { code: 'RECORD_UNREADABLE', message };
}

function bad(problem: Problem): DecodedEvent {
  return { status: 'bad', ...problem };
}
