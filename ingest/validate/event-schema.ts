import { z } from 'zod';
import { labelPatterns, labelVerdicts } from '../../graph/model/event.ts';
import { parseTime } from './time-text.ts';

/** Characters of one text field. Longer ids are an error of the sender and would swell every index. */
export const textMax = 256;

/** Control characters and halves of surrogate pairs: neither store can hold them. */
const storable = /^[^\p{Cc}\p{Cs}]*$/u;

const text = z
  .string('a text')
  .min(1, 'a text of at least one character')
  .max(textMax, `a text of at most ${textMax} characters`)
  .regex(storable, 'a text without control characters');

/** A bank has no slash, so that `bank/account` names one account only. */
const bank = text.regex(/^[^/]*$/, 'a text without a slash');

const time = z.union([z.string(), z.number()]).refine((value) => parseTime(value) !== null);

const account = z.strictObject({ account: text, bank: bank.optional(), country: text.optional() });

const identifiers = {
  device: text.optional(),
  ip: text.optional(),
  phone: text.optional(),
  email: text.optional(),
  card: text.optional(),
  address: text.optional(),
};

const base = { id: text, at: time, seenAt: time.optional() };

/** The canonical JSON of a transfer; `kind` may be absent. */
export const transferSchema = z.strictObject({
  kind: z.literal('transfer').optional(),
  ...base,
  from: account,
  to: account,
  amount: z.union([z.string(), z.number()], 'a decimal greater than zero, as a text like "120.50"'),
  currency: text,
  format: text,
  channel: text.optional(),
  geo: text.optional(),
  ...identifiers,
  truth: z.strictObject({ fraud: z.boolean('true or false') }).optional(),
});

/** The canonical JSON of a reversal. */
export const reversalSchema = z.strictObject({ kind: z.literal('reversal'), ...base, reverses: text });

/** The canonical JSON of an authentication. */
export const authenticationSchema = z.strictObject({
  kind: z.literal('authentication'),
  ...base,
  account,
  method: text,
  outcome: z.enum(['success', 'failure'], '"success" or "failure"'),
  ...identifiers,
});

/** The canonical JSON of a log event. */
export const logSchema = z.strictObject({
  kind: z.literal('log'),
  ...base,
  account,
  action: text,
  ...identifiers,
});

/** A closed list as an error message names it: `"a", "b" or "c"`. */
const oneOf = (names: readonly string[]) =>
  names
    .map((name) => JSON.stringify(name))
    .join(', ')
    .replace(/, ([^,]+)$/, ' or $1');

/** The canonical JSON of a label. `until` and `pattern` go with the verdict `legitimate` alone, which the decoder looks at. */
export const labelSchema = z.strictObject({
  kind: z.literal('label'),
  ...base,
  account,
  verdict: z.enum(labelVerdicts, oneOf(labelVerdicts)),
  transactionId: text.optional(),
  source: text.optional(),
  until: time.optional(),
  pattern: z.enum(labelPatterns, oneOf(labelPatterns)).optional(),
});

/** The definition of every kind of event on the wire, strict about unknown keys. */
export const eventSchemas = {
  transfer: transferSchema,
  reversal: reversalSchema,
  authentication: authenticationSchema,
  log: logSchema,
  label: labelSchema,
} as const;

export type EventKind = keyof typeof eventSchemas;
export type WireTransfer = z.infer<typeof transferSchema>;
