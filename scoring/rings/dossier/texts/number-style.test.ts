import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type NumberStyle,
  writeCount,
  writeDay,
  writeDuration,
  writeMinute,
  writeMoney,
  writeScore,
  writeShare,
} from './number-style.ts';

const style: NumberStyle = {
  decimal: ',',
  group: '.',
  groupFrom: 4,
  percent: '%',
  currencyFirst: true,
  months: ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'],
  dateJoin: '/',
};
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('counts are grouped', () => {
  const written = [0, 7, 999, 1000, 1234567].map((value) => writeCount(value, style));
  expect(written).toEqual(['0', '7', '999', '1.000', '1.234.567']);
  expect(writeCount(1234, { ...style, groupFrom: 5 })).toBe('1234');
});

test('shares have one decimal where it says something', () => {
  const written = [0, 0.0004, 0.001, 0.05, 0.123, 0.9999, 1].map((value) => writeShare(value, style));
  expect(written).toEqual(['0%', '0%', '0,1%', '5%', '12,3%', '100%', '100%']);
});

test('scores have two decimals', () => {
  expect([0, 0.005, 0.05, 0.999, 1].map((value) => writeScore(value, style))).toEqual([
    '0,00',
    '0,01',
    '0,05',
    '1,00',
    '1,00',
  ]);
});

test('amounts have the digits of their currency', () => {
  expect(plain(writeMoney(123_456, 'EUR', style))).toBe('EUR 1.234,56');
  expect(plain(writeMoney(123_456, 'EUR', { ...style, currencyFirst: false }))).toBe('1.234,56 EUR');
  expect(plain(writeMoney(123_456, 'JPY', style))).toBe('JPY 123.456');
  expect(plain(writeMoney(1, 'BTC', style))).toBe('BTC 0,00000001');
  expect(writeMoney(5, 'XXX', style)).toBe('0,05');
});

test('an amount is exact, however large', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (minor) => {
      const digits = writeMoney(minor, 'XXX', style).replaceAll('.', '').replace(',', '');
      expect(Number(digits)).toBe(minor);
    }),
  );
});

test('times are in UTC', () => {
  expect(writeDay(Date.UTC(2026, 11, 31, 23, 59), style)).toBe('31/XII/2026');
  expect(writeMinute(Date.UTC(2026, 0, 5, 8, 3, 59), style, ' ')).toBe('5/I/2026 08:03 UTC');
});

test('durations have two units', () => {
  const written = [0, 999, 61_000, 3_600_000, 5_430_000, 90_061_000, 1e11].map((value) =>
    plain(writeDuration(value, style)),
  );
  expect(written).toEqual(['0 s', '0 s', '1 min 1 s', '1 h', '1 h 30 min', '1 d 1 h', '1.157 d 9 h']);
});
