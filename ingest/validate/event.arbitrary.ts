import fc from 'fast-check';
import { eventLimits } from '../../base/config.ts';
import { currencies, referenceCentsMax } from '../../graph/model/currency.ts';
import { type GraphEvent, labelPatterns } from '../../graph/model/event.ts';
import { timeMax } from './time-text.ts';

/** Texts that an event can hold, quotes, slashes, other scripts and emoji among them. For tests. */
export const arbitraryText: fc.Arbitrary<string> = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((text) => /^[^\p{Cc}\p{Cs}]{1,256}$/u.test(text));

/** Below the largest amount of every currency. */
const amountMax = referenceCentsMax / 2;

const account = fc.record(
  {
    account: arbitraryText,
    bank: arbitraryText.map((text) => text.replaceAll('/', '-')),
    country: fc.constantFrom('PT', 'DE'),
  },
  { requiredKeys: ['account'] },
);

const time = fc.integer({ min: 0, max: timeMax });

const base = { id: arbitraryText, at: time, seenAt: time };

/** The same event, seen when it happened where it would have been seen long before. */
const inOrder = (event: GraphEvent): GraphEvent =>
  event.seenAt < event.at - eventLimits.futureToleranceMs ? { ...event, seenAt: event.at } : event;

const identifiers = {
  device: arbitraryText,
  ip: fc.ipV4(),
  phone: arbitraryText,
  email: arbitraryText,
  card: arbitraryText,
  address: arbitraryText,
};

const optionalOfLabel = { transactionId: arbitraryText, source: arbitraryText };

/** Only a legitimate label has terms, and its end is after its time. */
const label = fc.oneof(
  fc.record(
    {
      kind: fc.constant('label' as const),
      ...base,
      account,
      verdict: fc.constant('fraud' as const),
      ...optionalOfLabel,
    },
    { requiredKeys: ['kind', 'id', 'at', 'seenAt', 'account', 'verdict'] },
  ),
  fc.record(
    {
      kind: fc.constant('label' as const),
      ...base,
      at: fc.integer({ min: 0, max: Math.floor(timeMax / 2) }),
      account,
      verdict: fc.constant('legitimate' as const),
      ...optionalOfLabel,
      until: fc.integer({ min: Math.ceil(timeMax / 2) + 1, max: timeMax }),
      pattern: fc.constantFrom(...labelPatterns),
    },
    { requiredKeys: ['kind', 'id', 'at', 'seenAt', 'account', 'verdict'] },
  ),
);

/** Every kind of event that the wire can carry, each optional part present or absent. For tests. */
export const arbitraryEvent: fc.Arbitrary<GraphEvent> = fc
  .oneof(
    fc.record(
      {
        kind: fc.constant('transfer' as const),
        ...base,
        from: account,
        to: account,
        amountMinor: fc.integer({ min: 1, max: amountMax }),
        currency: fc.constantFrom(...Object.keys(currencies)),
        format: arbitraryText.map((text) => text.toUpperCase()).filter((text) => text === text.toUpperCase()),
        channel: arbitraryText,
        geo: arbitraryText,
        ...identifiers,
      },
      { requiredKeys: ['kind', 'id', 'at', 'seenAt', 'from', 'to', 'amountMinor', 'currency', 'format'] },
    ),
    fc.record({ kind: fc.constant('reversal' as const), ...base, reverses: arbitraryText }),
    fc.record(
      {
        kind: fc.constant('authentication' as const),
        ...base,
        account,
        method: arbitraryText,
        outcome: fc.constantFrom('success' as const, 'failure' as const),
        ...identifiers,
      },
      { requiredKeys: ['kind', 'id', 'at', 'seenAt', 'account', 'method', 'outcome'] },
    ),
    fc.record(
      { kind: fc.constant('log' as const), ...base, account, action: arbitraryText, ...identifiers },
      { requiredKeys: ['kind', 'id', 'at', 'seenAt', 'account', 'action'] },
    ),
    label,
  )
  .map(inOrder);
