/** The last millisecond that Anel accepts: the end of the year 9999, so that a time is always written with four digits of year. */
export const timeMax = 253_402_300_799_999;

/** What an error message says that a time must be. */
export const timeExpected =
  'an ISO 8601 time with zone like "2026-01-05T08:30:00.000Z", or epoch milliseconds';

const isoTime =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:Z|([+-])(\d\d):(\d\d))$/;

/**
 * Epoch milliseconds of an ISO 8601 time with zone (digits below the millisecond are cut), or of a whole number of
 * epoch milliseconds from 1970 on. Null for anything else: a date that does not exist, a time without a zone.
 */
export function parseTime(value: unknown): number | null {
  if (typeof value === 'number')
    return Number.isInteger(value) && value >= 0 && value <= timeMax ? value : null;
  if (typeof value !== 'string') return null;
  const at = value.length === 24 && value.endsWith('Z') ? plainIso(value) : null;
  return at ?? anyIso(value);
}

/** The time as `2026-01-05T08:30:00.000Z`. */
export function formatTime(at: number): string {
  return new Date(at).toISOString();
}

/** Epoch milliseconds of a calendar time in UTC; null when a part is outside of its range. */
export function utcMs(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second = 0,
  ms = 0,
): number | null {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return null;
  if (
    !(year >= 1970 && hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59)
  )
    return null;
  return Date.UTC(year, month - 1, day, hour, minute, second, ms);
}

/** The number written by the decimal digits of text[start..end), NaN when another character is among them. */
export function digitsAt(text: string, start: number, end: number): number {
  let value = 0;
  for (let index = start; index < end; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The form that Anel itself writes, without a regular expression, for speed. */
function plainIso(text: string): number | null {
  const separators =
    text[4] === '-' && text[7] === '-' && text[10] === 'T' && text[13] === ':' && text[16] === ':';
  if (!separators || text[19] !== '.') return null;
  const ms = digitsAt(text, 20, 23);
  if (Number.isNaN(ms)) return null;
  return utcMs(
    digitsAt(text, 0, 4),
    digitsAt(text, 5, 7),
    digitsAt(text, 8, 10),
    digitsAt(text, 11, 13),
    digitsAt(text, 14, 16),
    digitsAt(text, 17, 19),
    ms,
  );
}

function anyIso(text: string): number | null {
  const match = isoTime.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, sign, zoneHour, zoneMinute] = match;
  const ms = Number((fraction ?? '').slice(0, 3).padEnd(3, '0'));
  const local = utcMs(
    Number(year),
    Number(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second ?? 0),
    ms,
  );
  if (local === null) return null;
  if (Number(zoneHour ?? 0) > 23 || Number(zoneMinute ?? 0) > 59) return null;
  const offset = (Number(zoneHour ?? 0) * 60 + Number(zoneMinute ?? 0)) * 60_000;
  const at = sign === '-' ? local + offset : local - offset;
  return at >= 0 && at <= timeMax ? at : null;
}
