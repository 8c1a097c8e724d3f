import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { assert } from '../../base/assert.ts';
import { AnelError } from '../../base/errors.ts';
import { formatAmount } from '../../graph/model/currency.ts';
import type { ApiType } from '../api-type.ts';

const isoTime = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;
/** The end of the year 9999: the last time that is written with four digits of year. */
const timeMax = 253_402_300_799_999;

/** Epoch milliseconds of an ISO 8601 time with zone; null for anything else, and for a date that does not exist. */
export function parseDateTime(text: string): number | null {
  const match = isoTime.exec(text);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const calendar = new Date(Date.UTC(year, month - 1, day));
  if (calendar.getUTCMonth() !== month - 1 || calendar.getUTCDate() !== day) return null;
  const at = Date.parse(text);
  return at >= 0 && at <= timeMax ? at : null;
}

function invalid(scalar: string, value: unknown, expected: string): never {
  throw new AnelError('INPUT_INVALID', `${scalar} is ${JSON.stringify(value)}: expected ${expected}`);
}

function dateTimeInput(value: unknown): number {
  const at = typeof value === 'string' ? parseDateTime(value) : null;
  return at ?? invalid('DateTime', value, 'an ISO 8601 time with zone like "2026-01-05T08:30:00.000Z"');
}

function decimalInput(value: unknown): string {
  if (typeof value === 'string' && /^-?\d{1,16}(\.\d{1,12})?$/.test(value)) return value;
  return invalid('Decimal', value, 'an exact decimal as a text like "120.50"');
}

function longInput(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  return invalid('Long', value, 'a whole number of up to 2^53 - 1');
}

function cursorInput(value: unknown): string {
  return typeof value === 'string' ? value : invalid('Cursor', value, 'a cursor that the same list gave');
}

function scalar<T>(
  name: string,
  serialize: (value: unknown) => T,
  parse: (value: unknown) => unknown,
): GraphQLScalarType {
  const parseLiteral = (node: ValueNode): unknown => {
    if (node.kind === Kind.STRING) return parse(node.value);
    return parse(node.kind === Kind.INT ? Number(node.value) : null);
  };
  return new GraphQLScalarType({ name, serialize, parseValue: parse, parseLiteral });
}

function text(value: unknown): string {
  assert(typeof value === 'string', 'a text scalar is no string');
  return value;
}

/** Money as the schema has it, of minor units. */
export function money(amountMinor: number, currency: string): { amount: string; currency: string } {
  return { amount: formatAmount(amountMinor, currency), currency };
}

/** The scalars of the schema: times leave as ISO 8601 in UTC and enter as epoch milliseconds. */
export const scalarsType: ApiType = {
  folder: 'scalars',
  scalars: [
    scalar('DateTime', (value) => new Date(Number(value)).toISOString(), dateTimeInput),
    scalar('Decimal', text, decimalInput),
    scalar('Long', (value) => Number(value), longInput),
    scalar('Cursor', text, cursorInput),
  ],
};
