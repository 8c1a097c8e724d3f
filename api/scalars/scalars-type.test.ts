import fc from 'fast-check';
import { type GraphQLScalarType, Kind } from 'graphql';
import { expect, test } from 'vitest';
import { present } from '../../base/assert.ts';
import { money, parseDateTime, scalarsType } from './scalars-type.ts';

function scalar(name: string): GraphQLScalarType {
  return present(
    scalarsType.scalars?.find((one) => one.name === name),
    name,
  );
}

test('a DateTime leaves as UTC with milliseconds and comes back as the same moment', () => {
  const dateTime = scalar('DateTime');
  fc.assert(
    fc.property(fc.nat(253_402_300_799_999), (at) => {
      expect(dateTime.parseValue(dateTime.serialize(at))).toBe(at);
    }),
  );
  expect(dateTime.serialize(0)).toBe('1970-01-01T00:00:00.000Z');
});

test('a DateTime needs a zone and a day that exists', () => {
  expect(parseDateTime('2026-01-05T08:30:00+02:00')).toBe(Date.UTC(2026, 0, 5, 6, 30));
  for (const bad of [
    '2026-01-05',
    '2026-01-05T08:30:00',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    'now',
    '',
    '2026-01-05T24:61:00Z',
  ]) {
    expect(parseDateTime(bad), bad).toBeNull();
  }
});

test('a Decimal is text, never a number that lost digits', () => {
  const decimal = scalar('Decimal');
  expect(decimal.parseValue('9007199254740993.01')).toBe('9007199254740993.01');
  for (const bad of [12.5, '1e5', '1,5', '', '.5'])
    expect(() => decimal.parseValue(bad)).toThrow('expected an exact decimal');
  expect(() => decimal.parseLiteral({ kind: Kind.FLOAT, value: '12.5' })).toThrow(
    'expected an exact decimal',
  );
});

test('a Long is whole and exact', () => {
  const long = scalar('Long');
  expect(long.parseValue(Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER);
  expect(long.parseLiteral({ kind: Kind.INT, value: '12' })).toBe(12);
  for (const bad of [1.5, '1', 2 ** 53])
    expect(() => long.parseValue(bad)).toThrow('expected a whole number');
});

test('money is exact in the digits of its currency', () => {
  expect(money(123_456, 'EUR')).toEqual({ amount: '1234.56', currency: 'EUR' });
  expect(money(123_456, 'JPY')).toEqual({ amount: '123456', currency: 'JPY' });
});
