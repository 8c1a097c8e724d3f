/** A currency: the digits after its decimal point (ISO 4217) and a fixed reference rate. */
export interface Currency {
  readonly exponent: number;
  /** Units of the reference currency (US dollar) that one unit is worth. Fixed, so that features never depend on a day's rate. */
  readonly referenceRate: number;
}

const currency = (exponent: number, referenceRate: number): Currency => ({ exponent, referenceRate });

/** The currencies that Anel knows. XXX (ISO: no currency) is for sources that name none. */
export const currencies: Readonly<Record<string, Currency>> = {
  XXX: currency(2, 1),
  USD: currency(2, 1),
  EUR: currency(2, 1.08),
  GBP: currency(2, 1.27),
  CHF: currency(2, 1.12),
  JPY: currency(0, 0.0067),
  CNY: currency(2, 0.14),
  INR: currency(2, 0.012),
  BRL: currency(2, 0.2),
  MXN: currency(2, 0.056),
  CAD: currency(2, 0.73),
  AUD: currency(2, 0.66),
  NZD: currency(2, 0.61),
  RUB: currency(2, 0.011),
  SAR: currency(2, 0.27),
  ILS: currency(2, 0.27),
  SEK: currency(2, 0.095),
  NOK: currency(2, 0.093),
  DKK: currency(2, 0.145),
  PLN: currency(2, 0.25),
  CZK: currency(2, 0.043),
  HUF: currency(2, 0.0028),
  TRY: currency(2, 0.03),
  ZAR: currency(2, 0.054),
  SGD: currency(2, 0.74),
  HKD: currency(2, 0.128),
  KRW: currency(0, 0.00073),
  AED: currency(2, 0.272),
  BTC: currency(8, 60000),
};

/** The largest amount that the stores hold, in minor units: 2^53 - 1. What is accepted from outside ends at `acceptedMinorMax`. */
export const amountMinorMax = Number.MAX_SAFE_INTEGER;

/** The largest amount that is accepted, in minor units and in cents of the reference currency: 100 billion units. */
export const referenceCentsMax = 1e13;

/**
 * The largest amount of a currency that is accepted, in minor units: neither it nor its `referenceCents` exceeds
 * `referenceCentsMax`, so that a conversion stays exact, and a sum of at least 900 such amounts.
 */
export function acceptedMinorMax(currencyCode: string): number {
  return Math.min(referenceCentsMax, Math.floor(referenceCentsMax / referenceFactor(currencyCode)));
}

/**
 * Reads an exact decimal like `120.50` into minor units. Returns null when the text is no decimal, has more digits
 * after the point than the currency, or exceeds `amountMinorMax`. Never goes through a floating-point number.
 */
export function parseAmount(text: string, currencyCode: string): number | null {
  const exponent = currencies[currencyCode]?.exponent;
  const match = /^(-?)(\d{1,16})(?:\.(\d{0,12}))?$/.exec(text);
  if (exponent === undefined || match === null) return null;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > exponent) return null;
  const minor = Number(`${match[2]}${fraction.padEnd(exponent, '0')}`);
  if (!Number.isSafeInteger(minor)) return null;
  return match[1] === '-' ? 0 - minor : minor;
}

/** Writes minor units as an exact decimal: the inverse of `parseAmount`. */
export function formatAmount(amountMinor: number, currencyCode: string): string {
  const exponent = currencies[currencyCode]?.exponent ?? 2;
  const digits = String(Math.abs(amountMinor)).padStart(exponent + 1, '0');
  const sign = amountMinor < 0 ? '-' : '';
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/**
 * The amount in cents of the reference currency, a whole number of at least 1: the unit of every amount feature.
 * Deterministic: one multiplication and one rounding. A currency that is not in the table counts as the reference.
 */
export function referenceCents(amountMinor: number, currencyCode: string): number {
  const factor = referenceFactor(currencyCode);
  return factor === 1 ? amountMinor : Math.max(1, Math.round(amountMinor * factor));
}

function referenceFactor(currencyCode: string): number {
  const known = currencies[currencyCode];
  return known === undefined ? 1 : known.referenceRate * 10 ** (2 - known.exponent);
}
