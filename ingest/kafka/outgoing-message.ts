import type { IHeaders, Message } from 'kafkajs';
import { z } from 'zod';
import { assert } from '../../base/assert.ts';
import type { PublishedMessage, PublishedTopic } from '../publisher.ts';
import { parsePartitionName } from './partition-name.ts';

const schemas: Readonly<Record<Exclude<PublishedTopic, 'dead-letters'>, string>> = {
  decisions: 'anel.decision.v1',
  alerts: 'anel.alert.v1',
};

/** What the payload of a dead letter says: the record that could not become an event, its bytes in base64. */
const deadLetterSchema = z.object({
  source: z.string(),
  position: z.number(),
  code: z.string(),
  message: z.string(),
  raw: z.string(),
  key: z.string().nullable(),
  headers: z.array(z.tuple([z.string(), z.string()])),
});

type DeadLetter = z.infer<typeof deadLetterSchema>;

/** Headers that Anel adds to a dead letter begin with this; those of an earlier death are replaced. */
const ownPrefix = 'anel-';

/** Bytes of the original key and headers that a dead letter keeps: with its value they must fit into one message. */
const envelopeBytesMax = 32_768;

/** Characters of an error message in a header. */
const errorCharactersMax = 1000;

/**
 * A message of the outbox as a Kafka message. Decisions and alerts are CloudEvents in binary mode. A dead letter is what it was, with its
 * key, its value (cut after `valueBytesMax`) and its headers, so that it can be sent again once it is repaired; what Anel knows about it
 * is in headers that begin with `anel-`. Every message has an id that repeats have too: `ce_id`, and `anel-id` for a dead letter.
 */
export function outgoingMessage(message: PublishedMessage, ledgerId: string, valueBytesMax: number): Message {
  const id = `${ledgerId}/${message.id}`;
  if (message.topic === 'dead-letters') return deadLetter(message, id, valueBytesMax);
  const schema = schemas[message.topic];
  return {
    key: message.key,
    value: message.payload,
    headers: {
      'schema-id': schema,
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: id,
      ce_type: schema,
      ce_source: `anel/${ledgerId}`,
    },
  };
}

/** The id that a consumer drops repeats by. */
export function idOf(message: Message): string {
  const id = message.headers?.ce_id ?? message.headers?.['anel-id'];
  const last = Array.isArray(id) ? id.at(-1) : id;
  assert(last !== undefined, 'a message that goes out has no id');
  return String(last);
}

/** Bytes of a message in a request, a little more rather than less. */
export function bytesOf({ key, value, headers }: Message): number {
  let bytes = 64 + lengthOf(key) + lengthOf(value);
  for (const [name, values] of Object.entries(headers ?? {})) {
    for (const one of Array.isArray(values) ? values : [values]) {
      bytes += 10 + Buffer.byteLength(name) + lengthOf(one);
    }
  }
  return bytes;
}

function lengthOf(part: Buffer | string | null | undefined): number {
  return part === null || part === undefined ? 0 : Buffer.byteLength(part);
}

function deadLetter(message: PublishedMessage, id: string, valueBytesMax: number): Message {
  const { data: letter, error } = deadLetterSchema.safeParse(JSON.parse(message.payload));
  assert(letter !== undefined, `the payload of dead letter ${id} is none: ${error?.message}`);
  const value = Buffer.from(letter.raw, 'base64');
  const isCut = value.length > valueBytesMax;
  const key = letter.key === null ? null : Buffer.from(letter.key, 'base64');
  const original = originalHeaders(letter);
  const fits = bytesOf({ key, value: null, headers: original }) <= envelopeBytesMax;
  return {
    key: fits || (key !== null && key.length <= envelopeBytesMax / 2) ? key : null,
    value: isCut ? value.subarray(0, valueBytesMax) : value,
    headers: {
      ...(fits ? original : { 'anel-headers-left-out': String(Object.keys(original).length) }),
      ...placeHeaders(letter),
      'anel-schema-id': 'anel.dead-letter.v1',
      'anel-id': id,
      'anel-error-code': letter.code,
      'anel-error-message': letter.message.slice(0, errorCharactersMax),
      ...(isCut ? { 'anel-value-bytes': String(value.length) } : null),
    },
  };
}

function originalHeaders({ headers }: DeadLetter): IHeaders {
  const values = new Map<string, Buffer[]>();
  for (const [name, value] of headers) {
    if (name.startsWith(ownPrefix)) continue;
    values.set(name, [...(values.get(name) ?? []), Buffer.from(value, 'base64')]);
  }
  return Object.fromEntries(values);
}

function placeHeaders({ source, position }: DeadLetter): IHeaders {
  const place = parsePartitionName(source);
  if (place === null) return { 'anel-source': source, 'anel-position': String(position) };
  return {
    'anel-source': source,
    'anel-topic': place.topic,
    'anel-partition': String(place.partition),
    'anel-offset': String(position),
  };
}
