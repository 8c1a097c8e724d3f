import { expect, test } from 'vitest';
import { decodeEvent } from './decode-event.ts';
import { timeExpected } from './time-text.ts';

const at = Date.UTC(2026, 0, 5, 8, 30);
const refOf = 'an object like {"bank":"021","account":"4711"}';
const legitimate = { kind: 'label', id: 'v', at, account: { account: 'a' }, verdict: 'legitimate' };

test('a legitimate label may say until when it suppresses and what was mistaken for a ring', () => {
  const terms = { until: '2026-04-05T10:30:00+02:00', pattern: 'payroll' };
  expect(decodeEvent({ ...legitimate, ...terms })).toEqual({
    status: 'event',
    event: { ...legitimate, seenAt: at, until: Date.UTC(2026, 3, 5, 8, 30), pattern: 'payroll' },
  });
  expect(decodeEvent(legitimate)).toEqual({ status: 'event', event: { ...legitimate, seenAt: at } });
});

test.each([
  [
    { ...legitimate, verdict: 'guilty' },
    'FIELD_INVALID',
    'field "verdict" is "guilty": expected "fraud" or "legitimate"',
  ],
  [
    { kind: 'label', id: 'v', at, verdict: 'fraud' },
    'FIELD_MISSING',
    `field "account" is missing: expected ${refOf}`,
  ],
  [
    { ...legitimate, device: 'd' },
    'FIELD_INVALID',
    'field "device" is "d" but not known: expected only the fields of a label: kind, id, at, seenAt, account, verdict, transactionId, source, until, pattern',
  ],
  [
    { ...legitimate, pattern: 'wages' },
    'FIELD_INVALID',
    'field "pattern" is "wages": expected "payroll", "settlement", "treasury", "family", "savings" or "other"',
  ],
  [{ ...legitimate, until: 'soon' }, 'FIELD_INVALID', `field "until" is "soon": expected ${timeExpected}`],
  [
    { ...legitimate, until: at },
    'FIELD_INVALID',
    'field "until" is "2026-01-05T08:30:00.000Z": expected a time after "at", 2026-01-05T08:30:00.000Z',
  ],
  [
    { ...legitimate, verdict: 'fraud', until: at + 1 },
    'FIELD_INVALID',
    'field "until" is "2026-01-05T08:30:00.001Z": expected none, since "verdict" is "fraud": only a "legitimate" label has one',
  ],
  [
    { ...legitimate, verdict: 'fraud', pattern: 'payroll' },
    'FIELD_INVALID',
    'field "pattern" is "payroll": expected none, since "verdict" is "fraud": only a "legitimate" label has one',
  ],
])('refuses %j', (value, code, message) => {
  expect(decodeEvent(value)).toEqual({ status: 'bad', code, message });
});
