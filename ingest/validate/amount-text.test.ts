import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acceptedMinorMax,
  currencies,
  formatAmount,
  parseAmount,
  referenceCents,
  referenceCentsMax,
} from '../../graph/model/currency.ts';
import { exactAmount, roundedAmount } from './amount-text.ts';

const anyCurrency = fc.constantFrom(...Object.keys(currencies));

describe('the largest amount', () => {
  it.each(Object.keys(currencies))('of %s is the last one that both readings take', (currency) => {
    const largest = acceptedMinorMax(currency);
    expect(largest).toBeLessThanOrEqual(referenceCentsMax);
    expect(referenceCents(largest, currency)).toBeLessThanOrEqual(referenceCentsMax);
    const text = formatAmount(largest, currency);
    expect([exactAmount('a', text, currency), roundedAmount('a', text, currency)]).toEqual([
      largest,
      largest,
    ]);
    const over = formatAmount(largest + 1, currency);
    const refusal = {
      code: 'FIELD_INVALID',
      message: expect.stringMatching(`"a" is "${over}".*${text}.*${currency}`),
    };
    expect(exactAmount('a', over, currency)).toEqual(refusal);
    expect(roundedAmount('a', over, currency)).toEqual(refusal);
  });
});

describe('roundedAmount', () => {
  it.each([
    ['3697.34', 'USD', 369734],
    ['163.3', 'XXX', 16330],
    ['7', 'XXX', 700],
    ['7.', 'XXX', 700],
    ['007.10', 'XXX', 710],
    ['+7', 'XXX', 700],
    ['1.0E7', 'XXX', 1_000_000_000],
    ['2.314390494E7', 'XXX', 2_314_390_494],
    ['9.2e-05', 'BTC', 9200],
    ['1e-06', 'BTC', 100],
    ['0.004', 'JPY', 'AMOUNT_NOT_POSITIVE'],
    ['926.95', 'JPY', 927],
    ['926.49', 'JPY', 926],
    ['0.5', 'JPY', 1],
    ['0.005', 'USD', 1],
    ['0.0049999999999999999', 'USD', 'AMOUNT_NOT_POSITIVE'],
    ['1.0049999999999999999', 'USD', 100],
    ['1.005', 'USD', 101],
    ['9.2e-05', 'USD', 'AMOUNT_NOT_POSITIVE'],
    ['0', 'USD', 'AMOUNT_NOT_POSITIVE'],
    ['0.0', 'USD', 'AMOUNT_NOT_POSITIVE'],
    ['-5', 'USD', 'AMOUNT_NOT_POSITIVE'],
    ['100000000000', 'USD', referenceCentsMax],
    ['1E11', 'USD', referenceCentsMax],
    ['100000000000.01', 'USD', 'FIELD_INVALID'],
    ['100000000000.004', 'USD', referenceCentsMax],
    ['90071992547409.92', 'USD', 'FIELD_INVALID'],
    ['92592592592.59', 'EUR', 9_259_259_259_259],
    ['92592592592.60', 'EUR', 'FIELD_INVALID'],
    ['10000000000000', 'JPY', referenceCentsMax],
    ['10000000000001', 'JPY', 'FIELD_INVALID'],
    ['100000', 'BTC', referenceCentsMax],
    ['100000.00000001', 'BTC', 'FIELD_INVALID'],
    ['1e999', 'USD', 'FIELD_INVALID'],
    ['', 'USD', 'FIELD_INVALID'],
    ['.', 'USD', 'FIELD_INVALID'],
    ['.5', 'USD', 'FIELD_INVALID'],
    ['1,5', 'USD', 'FIELD_INVALID'],
    ['12 ', 'USD', 'FIELD_INVALID'],
    ['NaN', 'USD', 'FIELD_INVALID'],
    ['Infinity', 'USD', 'FIELD_INVALID'],
  ])('reads %j %s', (text, currency, expected) => {
    const found = roundedAmount('amount', text, currency);
    expect(typeof found === 'number' ? found : found.code).toBe(expected);
  });

  it('agrees with the exact reading wherever that has an answer', () => {
    fc.assert(
      fc.property(fc.nat({ max: referenceCentsMax - 1 }), anyCurrency, (nat, currency) => {
        const amount = Math.min(nat + 1, acceptedMinorMax(currency));
        const text = formatAmount(amount, currency);
        expect(parseAmount(text, currency)).toBe(amount);
        expect(roundedAmount('amount', text, currency)).toBe(amount);
        expect(exactAmount('amount', text, currency)).toBe(amount);
        if (currencies[currency]?.exponent !== 8) {
          expect(exactAmount('amount', Number(text), currency)).toBe(amount);
        }
      }),
    );
  });

  it('moves the point as an exponent says, without an error in the last digit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999_999_999 }),
        fc.integer({ min: -6, max: 6 }),
        (digits, exponent) => {
          const text = `${digits}e${exponent}`;
          const power = 10n ** BigInt(Math.abs(exponent));
          const cents = BigInt(digits) * 100n;
          const exact = exponent >= 0 ? cents * power : (cents * 2n + power) / (2n * power);
          const found = roundedAmount('amount', text, 'USD');
          if (exact === 0n) expect(found).toMatchObject({ code: 'AMOUNT_NOT_POSITIVE' });
          else if (exact <= BigInt(referenceCentsMax)) expect(found).toBe(Number(exact));
          else expect(found).toMatchObject({ code: 'FIELD_INVALID' });
        },
      ),
    );
  });
});
