import { acceptedMinorMax, currencies, formatAmount, parseAmount } from '../../graph/model/currency.ts';
import { invalidField, type Problem } from './problem.ts';

/** Digits that the quick reading of an amount takes, so that their number is exact. */
const quickDigitsMax = 15;

const decimal = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/** The problem of a currency that is not in the table, or null. */
export function currencyProblem(field: string, code: string): Problem | null {
  if (Object.hasOwn(currencies, code)) return null;
  return invalidField(
    field,
    code,
    'an ISO 4217 code that Anel knows, like "EUR", or "XXX"',
    'CURRENCY_UNKNOWN',
  );
}

/**
 * Minor units of an exact decimal, as a string or a JSON number (below the largest amount a double loses no digit). The
 * currency must be known. Answers a problem for zero, negative, too many digits after the point, and more than
 * `acceptedMinorMax`.
 */
export function exactAmount(field: string, value: string | number, currency: string): number | Problem {
  const text = String(value);
  const minor = parseAmount(text, currency);
  const largestMinor = acceptedMinorMax(currency);
  const accepted = minor !== null && minor <= largestMinor;
  if (accepted && minor > 0) return minor;
  if (accepted || /^-\d+(\.\d+)?$/.test(text)) return notPositive(field, value);
  const digits = currencies[currency]?.exponent ?? 0;
  const largest = formatAmount(largestMinor, currency);
  return invalidField(
    field,
    value,
    `an exact decimal of at most ${digits} digits after the point, up to ${largest}, for ${currency}`,
  );
}

/**
 * Minor units of a decimal as simulators write it: an exponent is understood (`1.0E7`, `9.2e-05`), and digits below the
 * currency's smallest unit are rounded half up. Exact: the digits are moved as text, never through a floating-point number.
 */
export function roundedAmount(field: string, text: string, currency: string): number | Problem {
  const plain = plainAmount(text, currency);
  if (plain > 0) return plain;
  const match = decimal.exec(text);
  if (match === null) return invalidField(field, text, 'a decimal greater than zero');
  const minor = scaled(
    match[2] ?? '',
    match[3] ?? '',
    Number(match[4] ?? 0) + (currencies[currency]?.exponent ?? 0),
  );
  if (match[1] === '-' || minor === 0) return notPositive(field, text);
  const largestMinor = acceptedMinorMax(currency);
  if (minor > largestMinor) {
    return invalidField(field, text, `at most ${formatAmount(largestMinor, currency)} ${currency}`);
  }
  return minor;
}

function notPositive(field: string, value: string | number): Problem {
  return invalidField(field, value, 'a decimal greater than zero', 'AMOUNT_NOT_POSITIVE');
}

/** `digits` after moving the point of `whole.fraction` by `shift` places to the right and rounding half up. */
function scaled(whole: string, fraction: string, shift: number): number {
  const digits = `${whole}${fraction}`;
  const point = whole.length + shift;
  if (point < 0) return 0;
  const kept = Number(digits.slice(0, point).padEnd(point, '0'));
  return kept + (digits.charCodeAt(point) >= 53 ? 1 : 0);
}

/** The common case `123.45` without a regular expression, for speed; 0 when the text is anything else. */
function plainAmount(text: string, currency: string): number {
  const exponent = currencies[currency]?.exponent ?? 0;
  if (text.length > quickDigitsMax) return 0;
  let minor = 0;
  let decimals = -1;
  for (let index = 0; index < text.length; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (digit === -2 && decimals < 0 && index > 0) decimals = 0;
    else if (digit < 0 || digit > 9) return 0;
    else {
      minor = minor * 10 + digit;
      if (decimals >= 0) decimals += 1;
    }
  }
  const missing = exponent - Math.max(decimals, 0);
  if (missing < 0) return 0;
  const scaledMinor = minor * 10 ** missing;
  return scaledMinor <= acceptedMinorMax(currency) ? scaledMinor : 0;
}
