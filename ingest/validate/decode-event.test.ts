import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentHash } from '../../graph/model/content-hash.ts';
import { decodeEvent } from './decode-event.ts';
import { encodeEvent } from './encode-event.ts';
import { arbitraryEvent } from './event.arbitrary.ts';

const at = Date.UTC(2026, 0, 5, 8, 30);

const transfer = {
  kind: 'transfer',
  id: 't1',
  at: '2026-01-05T08:30:00.000Z',
  from: { bank: '021', account: '4711' },
  to: { account: '0815', country: 'PT' },
  amount: '120.50',
  currency: 'EUR',
  format: 'ach',
};

function without(key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(transfer).filter(([name]) => name !== key));
}

describe('decodeEvent', () => {
  it('reads a transfer with only what it must have', () => {
    const { kind: _, ...rest } = transfer;
    expect(decodeEvent(rest)).toEqual({
      status: 'event',
      event: {
        kind: 'transfer',
        id: 't1',
        at,
        seenAt: at,
        from: { bank: '021', account: '4711' },
        to: { account: '0815', country: 'PT' },
        amountMinor: 12050,
        currency: 'EUR',
        format: 'ACH',
      },
    });
  });

  it('reads all optional parts and the truth', () => {
    const identifiers = {
      device: 'd',
      ip: '10.0.0.1',
      phone: '+351',
      email: 'a@b',
      card: 'c',
      address: 'Rua 1',
    };
    const decoded = decodeEvent({
      ...transfer,
      seenAt: at + 5,
      channel: 'app',
      geo: '38.7,-9.1',
      ...identifiers,
      truth: { fraud: true },
    });
    expect(decoded).toMatchObject({
      status: 'event',
      truth: { fraud: true },
      event: { seenAt: at + 5, channel: 'app', geo: '38.7,-9.1', ...identifiers },
    });
  });

  it('reads the three other kinds', () => {
    const head = { id: 'x', at };
    const events = [
      { kind: 'reversal', ...head, reverses: 't1' },
      {
        kind: 'authentication',
        ...head,
        account: { account: 'a' },
        method: 'password',
        outcome: 'failure',
        device: 'd',
      },
      { kind: 'log', ...head, account: { account: 'a', bank: 'b' }, action: 'payee-added' },
    ];
    for (const event of events) {
      expect(decodeEvent(event)).toEqual({ status: 'event', event: { ...event, seenAt: at } });
    }
  });

  it('is the inverse of encodeEvent, for every kind and every optional part', () => {
    fc.assert(
      fc.property(arbitraryEvent, (event) => {
        const decoded = decodeEvent(JSON.parse(encodeEvent(event)));
        expect(decoded).toEqual({ status: 'event', event });
        expect(decoded.status === 'event' && contentHash(decoded.event)).toBe(contentHash(event));
      }),
    );
  });

  it('keeps the truth beside a transfer through encoding', () => {
    const decoded = decodeEvent({ ...transfer, truth: { fraud: false } });
    if (decoded.status !== 'event') throw new Error(decoded.message);
    expect(decodeEvent(JSON.parse(encodeEvent(decoded.event, decoded.truth)))).toEqual(decoded);
  });

  it.each([
    ['120', 12000],
    ['0.01', 1],
    ['92592592592.59', 9_259_259_259_259],
    [92592592592.59, 9_259_259_259_259],
    [120.5, 12050],
    [7, 700],
  ])('takes the amount %j', (amount, amountMinor) => {
    expect(decodeEvent({ ...transfer, amount })).toMatchObject({ status: 'event', event: { amountMinor } });
  });

  const decimalExpected =
    'expected an exact decimal of at most 2 digits after the point, up to 92592592592.59, for EUR';
  const timeExpected = 'an ISO 8601 time with zone like "2026-01-05T08:30:00.000Z", or epoch milliseconds';
  const refOf = 'an object like {"bank":"021","account":"4711"}';

  it.each([
    [null, 'RECORD_UNREADABLE', 'the record is not a JSON object: expected an event'],
    [[transfer], 'RECORD_UNREADABLE', 'the record is not a JSON object: expected an event'],
    [
      { ...transfer, kind: 'gift' },
      'FIELD_INVALID',
      'field "kind" is "gift": expected one of transfer, reversal, authentication, log, label',
    ],
    [
      { ...transfer, kind: 'constructor' },
      'FIELD_INVALID',
      'field "kind" is "constructor": expected one of transfer, reversal, authentication, log, label',
    ],
    [without('id'), 'FIELD_MISSING', 'field "id" is missing: expected a text'],
    [without('at'), 'FIELD_MISSING', `field "at" is missing: expected ${timeExpected}`],
    [without('from'), 'FIELD_MISSING', `field "from" is missing: expected ${refOf}`],
    [
      without('amount'),
      'FIELD_MISSING',
      'field "amount" is missing: expected a decimal greater than zero, as a text like "120.50"',
    ],
    [without('currency'), 'FIELD_MISSING', 'field "currency" is missing: expected a text'],
    [without('format'), 'FIELD_MISSING', 'field "format" is missing: expected a text'],
    [
      { ...transfer, from: { bank: '021' } },
      'FIELD_MISSING',
      'field "from.account" is missing: expected a text',
    ],
    [{ ...transfer, id: '' }, 'FIELD_INVALID', 'field "id" is "": expected a text of at least one character'],
    [{ ...transfer, id: 7 }, 'FIELD_INVALID', 'field "id" is 7: expected a text'],
    [
      { ...transfer, device: 'a\u0000b' },
      'FIELD_INVALID',
      'field "device" is "a\\u0000b": expected a text without control characters',
    ],
    [
      { ...transfer, device: 'a\ud800' },
      'FIELD_INVALID',
      'field "device" is "a\\ud800": expected a text without control characters',
    ],
    [
      { ...transfer, ip: 'x'.repeat(257) },
      'FIELD_INVALID',
      `field "ip" is "${'x'.repeat(79)}…: expected a text of at most 256 characters`,
    ],
    [
      { ...transfer, to: { account: 'a', bank: 'b/c' } },
      'FIELD_INVALID',
      'field "to.bank" is "b/c": expected a text without a slash',
    ],
    [{ ...transfer, to: 'a' }, 'FIELD_INVALID', `field "to" is "a": expected ${refOf}`],
    [
      { ...transfer, at: '2026-01-05T08:30:00' },
      'FIELD_INVALID',
      `field "at" is "2026-01-05T08:30:00": expected ${timeExpected}`,
    ],
    [
      { ...transfer, at: '2026-02-30T08:30:00Z' },
      'FIELD_INVALID',
      `field "at" is "2026-02-30T08:30:00Z": expected ${timeExpected}`,
    ],
    [{ ...transfer, at: -1 }, 'FIELD_INVALID', `field "at" is -1: expected ${timeExpected}`],
    [{ ...transfer, seenAt: true }, 'FIELD_INVALID', `field "seenAt" is true: expected ${timeExpected}`],
    [
      { ...transfer, amount: '-3.00' },
      'AMOUNT_NOT_POSITIVE',
      'field "amount" is "-3.00": expected a decimal greater than zero',
    ],
    [
      { ...transfer, amount: '0.00' },
      'AMOUNT_NOT_POSITIVE',
      'field "amount" is "0.00": expected a decimal greater than zero',
    ],
    [
      { ...transfer, amount: 0 },
      'AMOUNT_NOT_POSITIVE',
      'field "amount" is 0: expected a decimal greater than zero',
    ],
    [{ ...transfer, amount: '1.005' }, 'FIELD_INVALID', `field "amount" is "1.005": ${decimalExpected}`],
    [{ ...transfer, amount: '1e3' }, 'FIELD_INVALID', `field "amount" is "1e3": ${decimalExpected}`],
    [
      { ...transfer, amount: '92592592592.60' },
      'FIELD_INVALID',
      `field "amount" is "92592592592.60": ${decimalExpected}`,
    ],
    [
      { ...transfer, amount: 90071992547409.91 },
      'FIELD_INVALID',
      `field "amount" is 90071992547409.9: ${decimalExpected}`,
    ],
    [
      { ...transfer, amount: null },
      'FIELD_INVALID',
      'field "amount" is null: expected a decimal greater than zero, as a text like "120.50"',
    ],
    [
      { ...transfer, currency: 'EURO' },
      'CURRENCY_UNKNOWN',
      'field "currency" is "EURO": expected an ISO 4217 code that Anel knows, like "EUR", or "XXX"',
    ],
    [
      { ...transfer, currency: 'constructor' },
      'CURRENCY_UNKNOWN',
      'field "currency" is "constructor": expected an ISO 4217 code that Anel knows, like "EUR", or "XXX"',
    ],
    [
      { ...transfer, truth: { fraud: 1 } },
      'FIELD_INVALID',
      'field "truth.fraud" is 1: expected true or false',
    ],
    [
      { ...transfer, to: { account: 'a', iban: 'x' } },
      'FIELD_INVALID',
      'field "to.iban" is "x" but not known: expected no such field',
    ],
    [
      { kind: 'reversal', id: 'r', at, reverses: 't', amount: '1' },
      'FIELD_INVALID',
      'field "amount" is "1" but not known: expected only the fields of a reversal: kind, id, at, seenAt, reverses',
    ],
    [
      { kind: 'authentication', id: 'r', at, account: { account: 'a' }, method: 'm', outcome: 'ok' },
      'FIELD_INVALID',
      'field "outcome" is "ok": expected "success" or "failure"',
    ],
    [
      { kind: 'log', id: 'l', at, account: { account: 'a' } },
      'FIELD_MISSING',
      'field "action" is missing: expected a text',
    ],
  ])('refuses %j', (value, code, message) => {
    expect(decodeEvent(value)).toEqual({ status: 'bad', code, message });
  });

  it.each(['transfer', 'reversal', 'authentication', 'log', 'label'])(
    'takes a %s that was seen before it happened only within the tolerance between clocks',
    (kind) => {
      const account = { account: 'a' };
      const rest = {
        transfer: { ...transfer, truth: { fraud: true } },
        reversal: { reverses: 't1' },
        authentication: { account, method: 'm', outcome: 'success' },
        log: { account, action: 'x' },
        label: { account, verdict: 'fraud' },
      }[kind];
      const seen = (seenAt: number) => decodeEvent({ ...rest, kind, id: 'e', at, seenAt });
      expect(seen(at - 300_000)).toMatchObject({ status: 'event', event: { at, seenAt: at - 300_000 } });
      expect(seen(at - 300_001)).toEqual({
        status: 'bad',
        code: 'FIELD_INVALID',
        message:
          'field "seenAt" is "2026-01-05T08:24:59.999Z": expected a time at most 300000 ms before "at", 2026-01-05T08:30:00.000Z',
      });
    },
  );

  it('refuses a key that hides in the prototype', () => {
    const decoded = decodeEvent(JSON.parse(`{"__proto__":{"id":"x"},${JSON.stringify(transfer).slice(1)}`));
    expect(decoded).toMatchObject({ status: 'bad', code: 'FIELD_INVALID' });
  });
});
