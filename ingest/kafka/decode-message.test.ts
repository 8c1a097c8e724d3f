import fc from 'fast-check';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { encodeEvent } from '../validate/encode-event.ts';
import { arbitraryEvent } from '../validate/event.arbitrary.ts';
import { decodeMessage, type InputRole } from './decode-message.ts';

const at = Date.UTC(2026, 0, 5, 8, 30);

const transfer = {
  id: 't1',
  at: '2026-01-05T08:30:00.000Z',
  from: { account: 'a' },
  to: { account: 'b' },
  amount: '1.00',
  currency: 'EUR',
  format: 'ACH',
};
const login = { id: 'l1', at, account: { account: 'a' }, method: 'password', outcome: 'success' };
const note = { id: 'n1', at, account: { account: 'a' }, action: 'payee-added' };

const roleOf = {
  transfer: 'transactions',
  reversal: 'transactions',
  authentication: 'authentications',
  log: 'logs',
  label: 'logs',
} as const;

function message(value: unknown, headers: IHeaders = {}, timestamp = 0): KafkaMessage {
  return {
    key: Buffer.from('key'),
    value: bytesOf(value),
    headers,
    timestamp: String(timestamp),
    offset: '17',
    attributes: 0,
  };
}

function bytesOf(value: unknown): Buffer | null {
  if (value === null || Buffer.isBuffer(value)) return value;
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}

function decode(value: unknown, headers: IHeaders = {}, role: InputRole = 'transactions', timestamp = 0) {
  const place = { role, topic: `bank-${role}`, partition: 3, messageBytesMax: 1000 };
  return decodeMessage(place, message(value, headers, timestamp));
}

/** The problem of a message without its place, or its event. */
function outcome(...args: Parameters<typeof decode>): unknown {
  const { decoded } = decode(...args);
  if (decoded.status === 'event') return decoded.event;
  expect(decoded.message).toMatch(/^topic "bank-[a-z]+" partition 3 offset 17: /);
  return `${decoded.code} ${decoded.message.slice(decoded.message.indexOf(': ') + 2)}`;
}

function without(field: string, value: Record<string, unknown> = transfer): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== field));
}

describe('decodeMessage', () => {
  it('is the inverse of encodeEvent on the topic of every kind', () => {
    const timestamps = fc.nat({ max: 2_000_000_000_000 });
    fc.assert(
      fc.property(arbitraryEvent, timestamps, (event, timestamp) => {
        const place = { topic: 't', partition: 0, messageBytesMax: 100_000 };
        const text = encodeEvent(event);
        const saysWhenSeen = event.seenAt !== event.at;
        const seenAt = saysWhenSeen ? event.seenAt : Math.max(event.at, timestamp);
        const { decoded } = decodeMessage(
          { ...place, role: roleOf[event.kind] },
          message(text, {}, timestamp),
        );
        expect(decoded).toEqual({ status: 'event', event: { ...event, seenAt } });
      }),
    );
  });

  it('gives the kind of its topic to an event without one', () => {
    expect(outcome(transfer)).toMatchObject({ kind: 'transfer', id: 't1' });
    expect(outcome(login, {}, 'authentications')).toMatchObject({ kind: 'authentication', id: 'l1' });
    expect(outcome(note, {}, 'logs')).toMatchObject({ kind: 'log', id: 'n1' });
    const label = { kind: 'label', id: 'v1', at, account: { account: 'a' }, verdict: 'fraud' };
    expect(outcome(label, {}, 'logs')).toMatchObject({ kind: 'label', id: 'v1' });
  });

  it('takes on each topic only its kinds', () => {
    expect(outcome({ kind: 'reversal', id: 'r1', at, reverses: 't1' })).toMatchObject({ kind: 'reversal' });
    expect(outcome({ ...login, kind: 'authentication' })).toBe(
      'FIELD_INVALID field "kind" is "authentication": expected transfer or reversal, which is what the topic "bank-transactions" takes',
    );
    expect(outcome({ ...transfer, kind: 'transfer' }, {}, 'logs')).toBe(
      'FIELD_INVALID field "kind" is "transfer": expected log or label, which is what the topic "bank-logs" takes',
    );
    expect(outcome({ ...note, kind: 'log' }, {}, 'authentications')).toMatch(/^FIELD_INVALID/);
  });

  it('takes the schema id of its topic and none other', () => {
    expect(outcome(transfer, { 'schema-id': Buffer.from('anel.transaction.v1') })).toMatchObject({
      id: 't1',
    });
    expect(outcome(login, { 'schema-id': 'anel.authentication.v1' }, 'authentications')).toMatchObject({
      id: 'l1',
    });
    expect(outcome(note, { 'schema-id': 'anel.log.v1' }, 'logs')).toMatchObject({ id: 'n1' });
    expect(outcome(transfer, { 'schema-id': 'anel.transaction.v2' })).toBe(
      'SCHEMA_UNKNOWN header "schema-id" is "anel.transaction.v2": expected "anel.transaction.v1", or no such header',
    );
    expect(outcome(transfer, { 'schema-id': 'anel.log.v1' })).toBe(
      'FIELD_INVALID header "schema-id" is "anel.log.v1": expected "anel.transaction.v1", which is what the topic for transactions takes',
    );
    expect(outcome(transfer, { 'schema-id': ['anel.log.v1', 'anel.transaction.v1'] })).toMatchObject({
      id: 't1',
    });
  });

  it('sees an event when the message was made, unless it says when, or that was before it happened', () => {
    expect(outcome(transfer, {}, 'transactions', at + 5)).toMatchObject({ at, seenAt: at + 5 });
    expect(outcome(transfer, {}, 'transactions', at - 5)).toMatchObject({ at, seenAt: at });
    expect(outcome(transfer, {}, 'transactions', -1)).toMatchObject({ at, seenAt: at });
    expect(outcome(transfer, {}, 'transactions', 9e15)).toMatchObject({ at, seenAt: at });
    expect(outcome({ ...transfer, seenAt: at + 1 }, {}, 'transactions', at + 5)).toMatchObject({
      seenAt: at + 1,
    });
    expect(outcome({ ...transfer, seenAt: at }, {}, 'transactions', at + 5)).toMatchObject({ seenAt: at });
  });

  it('reads a CloudEvent in binary mode', () => {
    const envelope = { ce_specversion: '1.0', ce_id: 'c1', ce_time: '2026-01-05T09:00:00Z', ce_type: 'x' };
    const headers = { ...envelope, ce_source: 's', 'content-type': 'application/json' };
    expect(outcome(transfer, headers)).toMatchObject({ id: 't1', at });
    expect(outcome(without('id'), headers)).toMatchObject({ id: 'c1', at });
    expect(outcome(without('at'), headers)).toMatchObject({ id: 't1', at: at + 30 * 60_000 });
    expect(outcome(without('at'), { ...headers, ce_time: 'noon' })).toMatch(
      /^FIELD_INVALID field "at" is "noon"/,
    );
    expect(outcome(without('id'), { ce_specversion: '1.0' })).toMatch(/^FIELD_MISSING field "id"/);
    expect(outcome(without('id'), { ce_id: 'c1' })).toMatch(/^FIELD_MISSING field "id"/);
    expect(outcome(transfer, { ...headers, ce_specversion: '0.3' })).toBe(
      'FIELD_INVALID header "ce_specversion" is "0.3": expected "1.0", the version of CloudEvents that Anel reads',
    );
  });

  it('reads a CloudEvent in structured mode', () => {
    const headers = { 'content-type': 'Application/CloudEvents+json; charset=UTF-8' };
    const envelope = { specversion: '1.0', id: 'c1', type: 'x', source: 's', time: '2026-01-05T09:00:00Z' };
    expect(outcome({ ...envelope, data: transfer }, headers)).toMatchObject({ id: 't1', at });
    expect(outcome({ ...envelope, data: without('id') }, headers)).toMatchObject({ id: 'c1' });
    expect(outcome({ ...envelope, data: without('id', login) }, headers, 'authentications')).toMatchObject({
      kind: 'authentication',
      id: 'c1',
    });
    expect(outcome({ ...envelope, data: without('at') }, headers)).toMatchObject({ at: at + 30 * 60_000 });
    expect(outcome(envelope, headers)).toBe(
      'FIELD_MISSING field "data" is missing: expected the event, as a JSON object',
    );
    expect(outcome({ ...envelope, data: 'text' }, headers)).toMatch(/^RECORD_UNREADABLE/);
    expect(outcome({ ...envelope, specversion: '2.0', data: transfer }, headers)).toMatch(
      /^FIELD_INVALID field "specversion" is "2.0"/,
    );
    expect(outcome(without('specversion', envelope), headers)).toMatch(/^FIELD_MISSING field "specversion"/);
    expect(outcome([transfer], headers)).toMatch(/^RECORD_UNREADABLE .* expected a CloudEvent$/);
    expect(outcome([transfer], { 'content-type': 'application/cloudevents-batch+json' })).toMatch(
      /^FIELD_INVALID header "content-type" .* one event a message$/,
    );
  });

  it.each([
    ['a tombstone', null, /^RECORD_UNREADABLE the message has no value/],
    [
      'bytes that are not UTF-8',
      Buffer.from([0x22, 0xe9, 0x22]),
      'RECORD_UNREADABLE the value is not valid UTF-8',
    ],
    [
      'text that is not JSON',
      'a,b',
      'RECORD_UNREADABLE "a,b" is not valid JSON: expected one event a message',
    ],
    ['an empty value', '', /^RECORD_UNREADABLE "" is not valid JSON/],
    ['JSON that is no object', [transfer], /^RECORD_UNREADABLE the record is not a JSON object/],
    ['a field that is wrong', { ...transfer, amount: '0' }, /^AMOUNT_NOT_POSITIVE field "amount"/],
    [
      'a long value',
      ' '.repeat(1001),
      'RECORD_UNREADABLE the value has 1001 bytes: expected at most 1000 (config kafka.messageBytesMax)',
    ],
  ])('refuses %s', (_, value, expected) => {
    expect(outcome(value)).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  });

  it('takes a value that is as long as it may be, and a replacement character that was sent', () => {
    const text = JSON.stringify({ ...transfer, channel: '\ufffd' });
    const padded = text + ' '.repeat(1000 - Buffer.byteLength(text));
    expect(outcome(padded)).toMatchObject({ channel: '\ufffd' });
  });

  it('keeps offset, bytes, key and headers of every message', () => {
    const headers = { b: [Buffer.from('1'), Buffer.from('2')], a: Buffer.from([0xff]) };
    for (const value of [transfer, 'no json', null]) {
      const record = decode(value, headers);
      expect(record.position).toBe(17);
      expect(Buffer.from(record.raw ?? 'absent')).toEqual(bytesOf(value) ?? Buffer.alloc(0));
      expect(record.envelope).toEqual({
        key: Buffer.from('key'),
        headers: [
          ['b', Buffer.from('1')],
          ['b', Buffer.from('2')],
          ['a', Buffer.from([0xff])],
        ],
      });
    }
  });
});
