import { eventLimits } from '../../base/config.ts';
import type { AccountRef, GraphEvent, Identifiers, LabelEvent } from '../../graph/model/event.ts';
import type { Decoded } from '../source.ts';
import { currencyProblem, exactAmount } from './amount-text.ts';
import {
  authenticationSchema,
  type EventKind,
  eventSchemas,
  labelSchema,
  logSchema,
  reversalSchema,
  transferSchema,
  type WireTransfer,
} from './event-schema.ts';
import { isPlainTransfer } from './plain-transfer.ts';
import { invalidField, isProblem, type Problem } from './problem.ts';
import { schemaProblem } from './schema-problem.ts';
import { formatTime, parseTime } from './time-text.ts';

/** What decoding one value gave; without a place in its message, which the format or the source puts in front. */
export type DecodedEvent = Exclude<Decoded, { status: 'skip' }>;

/**
 * Decodes the canonical JSON of an event, already parsed, from any source. Never throws. The first problem is reported:
 * FIELD_MISSING, FIELD_INVALID (unknown keys too), AMOUNT_NOT_POSITIVE or CURRENCY_UNKNOWN; RECORD_UNREADABLE when the
 * value is no object. An absent `kind` is a transfer, an absent `seenAt` is `at`; an event that was seen before it happened
 * (by more than `eventLimits.futureToleranceMs`) is FIELD_INVALID. Formats are turned to upper case.
 */
export function decodeEvent(value: unknown): DecodedEvent {
  if (isPlainTransfer(value)) return transfer(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return bad({ code: 'RECORD_UNREADABLE', message: 'the record is not a JSON object: expected an event' });
  }
  const kind: unknown = Object.hasOwn(value, 'kind') ? (value as { kind: unknown }).kind : 'transfer';
  if (!isKind(kind)) return bad(invalidField('kind', kind, `one of ${Object.keys(eventSchemas).join(', ')}`));
  return byKind[kind](value);
}

const byKind: Readonly<Record<EventKind, (value: unknown) => DecodedEvent>> = {
  transfer: (value) => {
    const parsed = transferSchema.safeParse(value);
    return parsed.success ? transfer(parsed.data) : bad(schemaProblem('transfer', value, parsed.error));
  },
  reversal: (value) => {
    const parsed = reversalSchema.safeParse(value);
    if (!parsed.success) return bad(schemaProblem('reversal', value, parsed.error));
    const { id, at, seenAt, reverses } = parsed.data;
    return good({ kind: 'reversal', id, ...times(at, seenAt), reverses });
  },
  authentication: (value) => {
    const parsed = authenticationSchema.safeParse(value);
    if (!parsed.success) return bad(schemaProblem('authentication', value, parsed.error));
    const { id, at, seenAt, account, method, outcome } = parsed.data;
    const act = { account: accountRef(account), method, outcome };
    return good({ kind: 'authentication', id, ...times(at, seenAt), ...act, ...identifiers(parsed.data) });
  },
  log: (value) => {
    const parsed = logSchema.safeParse(value);
    if (!parsed.success) return bad(schemaProblem('log', value, parsed.error));
    const { id, at, seenAt, account, action } = parsed.data;
    return good({
      kind: 'log',
      id,
      ...times(at, seenAt),
      account: accountRef(account),
      action,
      ...identifiers(parsed.data),
    });
  },
  label: (value) => {
    const parsed = labelSchema.safeParse(value);
    if (!parsed.success) return bad(schemaProblem('label', value, parsed.error));
    const { id, at, seenAt, account, verdict, transactionId, source, until, pattern } = parsed.data;
    const event: LabelEvent = {
      kind: 'label',
      id,
      ...times(at, seenAt),
      account: accountRef(account),
      verdict,
      ...(transactionId === undefined ? null : { transactionId }),
      ...(source === undefined ? null : { source }),
      ...(until === undefined ? null : { until: parseTime(until) ?? 0 }),
      ...(pattern === undefined ? null : { pattern }),
    };
    const problem = termsProblem(event);
    return problem === null ? good(event) : bad(problem);
  },
};

/** Only what is legitimate has an end and a pattern, and the end is after the beginning. */
function termsProblem({ verdict, at, until, pattern }: LabelEvent): Problem | null {
  const none = `none, since "verdict" is "${verdict}": only a "legitimate" label has one`;
  const end = until === undefined ? undefined : formatTime(until);
  if (verdict !== 'legitimate' && end !== undefined) return invalidField('until', end, none);
  if (verdict !== 'legitimate' && pattern !== undefined) return invalidField('pattern', pattern, none);
  if (until === undefined || until > at) return null;
  return invalidField('until', end, `a time after "at", ${formatTime(at)}`);
}

function transfer(wire: WireTransfer): DecodedEvent {
  const unknown = currencyProblem('currency', wire.currency);
  if (unknown !== null) return bad(unknown);
  const amountMinor = exactAmount('amount', wire.amount, wire.currency);
  if (isProblem(amountMinor)) return bad(amountMinor);
  const event: GraphEvent = {
    kind: 'transfer',
    id: wire.id,
    ...times(wire.at, wire.seenAt),
    from: accountRef(wire.from),
    to: accountRef(wire.to),
    amountMinor,
    currency: wire.currency,
    format: wire.format.toUpperCase(),
    ...(wire.channel === undefined ? null : { channel: wire.channel }),
    ...(wire.geo === undefined ? null : { geo: wire.geo }),
    ...identifiers(wire),
  };
  const decoded = good(event);
  if (wire.truth === undefined || decoded.status === 'bad') return decoded;
  return { ...decoded, truth: { fraud: wire.truth.fraud } };
}

function times(at: string | number, seenAt: string | number | undefined): { at: number; seenAt: number } {
  const happened = parseTime(at) ?? 0;
  return { at: happened, seenAt: seenAt === undefined ? happened : (parseTime(seenAt) ?? 0) };
}

/** Copies what is there in a fixed order of keys: absent and undefined are the same on the wire, not in the event. */
function accountRef(wire: WireTransfer['from']): AccountRef {
  const { account, bank, country } = wire;
  if (country === undefined) return bank === undefined ? { account } : { account, bank };
  return bank === undefined ? { account, country } : { account, bank, country };
}

type WireIdentifiers = { readonly [K in keyof Identifiers]?: string | undefined };

function identifiers(wire: WireIdentifiers): Identifiers {
  const found: { -readonly [K in keyof Identifiers]: Identifiers[K] } = {};
  if (wire.device !== undefined) found.device = wire.device;
  if (wire.ip !== undefined) found.ip = wire.ip;
  if (wire.phone !== undefined) found.phone = wire.phone;
  if (wire.email !== undefined) found.email = wire.email;
  if (wire.card !== undefined) found.card = wire.card;
  if (wire.address !== undefined) found.address = wire.address;
  return found;
}

function isKind(value: unknown): value is EventKind {
  return typeof value === 'string' && Object.hasOwn(eventSchemas, value);
}

function good(event: GraphEvent): DecodedEvent {
  const { at, seenAt } = event;
  if (seenAt >= at - eventLimits.futureToleranceMs) return { status: 'event', event };
  const latest = `a time at most ${eventLimits.futureToleranceMs} ms before "at", ${new Date(at).toISOString()}`;
  return bad(invalidField('seenAt', new Date(seenAt).toISOString(), latest));
}

function bad(problem: Problem): DecodedEvent {
  return { status: 'bad', ...problem };
}
