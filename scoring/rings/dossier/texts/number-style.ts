import { formatAmount } from '../../../../graph/model/currency.ts';

/** How a language writes numbers. Our own, so that a text is the same on every platform and version. */
export interface NumberStyle {
  readonly decimal: string;
  /** Between groups of three digits. */
  readonly group: string;
  /** Digits before the decimal mark from which they are grouped. */
  readonly groupFrom: number;
  /** What follows a percentage. */
  readonly percent: string;
  /** Whether the code of a currency stands before the amount. */
  readonly currencyFirst: boolean;
  /** From January. */
  readonly months: readonly string[];
  /** Between day, month and year. */
  readonly dateJoin: string;
}

/** A whole number. */
export function writeCount(value: number, style: NumberStyle): string {
  return grouped(String(value), style);
}

/** A share of 0 .. 1 as a percentage with one decimal, which is left out when it is 0. */
export function writeShare(share: number, style: NumberStyle): string {
  const tenths = String(Math.round(share * 1000)).padStart(2, '0');
  const decimal = tenths.endsWith('0') ? '' : style.decimal + tenths.slice(-1);
  return `${grouped(tenths.slice(0, -1), style)}${decimal}${style.percent}`;
}

/** A score or a suspicion of 0 .. 1 with two decimals. */
export function writeScore(score: number, style: NumberStyle): string {
  const hundredths = String(Math.round(score * 100)).padStart(3, '0');
  return `${hundredths.slice(0, -2)}${style.decimal}${hundredths.slice(-2)}`;
}

/** An exact amount with the code of its currency; XXX, which is no currency, has none. */
export function writeMoney(amountMinor: number, currency: string, style: NumberStyle): string {
  const [whole = '', fraction] = formatAmount(amountMinor, currency).split('.');
  const amount = grouped(whole, style) + (fraction === undefined ? '' : style.decimal + fraction);
  if (currency === 'XXX') return amount;
  return style.currencyFirst ? `${currency}\u00a0${amount}` : `${amount}\u00a0${currency}`;
}

/** A day in UTC. */
export function writeDay(at: number, style: NumberStyle): string {
  const date = new Date(at);
  const month = style.months[date.getUTCMonth()] as string;
  return [date.getUTCDate(), month, date.getUTCFullYear()].join(style.dateJoin);
}

/** A minute in UTC: the day, and the time with `joint` before it. */
export function writeMinute(at: number, style: NumberStyle, joint: string): string {
  const time = new Date(at).toISOString().slice(-13, -8);
  return `${writeDay(at, style)}${joint}${time} UTC`;
}

const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** A duration in its largest unit and the one below, rounded down to seconds; the symbols are those of the SI. */
export function writeDuration(durationMs: number, style: NumberStyle): string {
  const seconds = Math.floor(durationMs / 1000);
  const first = units.findIndex(([, size]) => seconds >= size);
  const written: string[] = [];
  let rest = seconds;
  for (const [unit, size] of first < 0 ? units.slice(-1) : units.slice(first, first + 2)) {
    const value = Math.floor(rest / size);
    rest -= value * size;
    if (value > 0 || written.length === 0) written.push(`${writeCount(value, style)}\u00a0${unit}`);
  }
  return written.join(' ');
}

function grouped(digits: string, { group, groupFrom }: NumberStyle): string {
  const unsigned = digits.replace('-', '').length;
  return unsigned < groupFrom ? digits : digits.replace(/\B(?=(\d{3})+$)/g, group);
}
