const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat('en');

/** 1,234,567 */
export const count = (value) => whole.format(value);

/** 1.2M USD: for pictures; tables show the exact amount. */
export const shortMoney = (amount, currency) =>
  `${compact.format(amount)}${currency === 'XXX' ? '' : ` ${currency}`}`;

/** The exact decimal, digits grouped. */
export function exactMoney({ amount, currency }) {
  const [units, fraction] = amount.split('.');
  const grouped = units.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${grouped}${fraction === undefined ? '' : `.${fraction}`}${currency === 'XXX' ? '' : ` ${currency}`}`;
}

/** 2026-01-05 08:30:00, UTC as everywhere in Anel. */
export const time = (iso) => iso.slice(0, 19).replace('T', ' ');

/** GATHER_SCATTER → Gather scatter */
export function words(code) {
  const text = code.toLowerCase().replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const percent = (value) => `${Math.round(value * 100)} %`;

/** The end of an id that is too long for a picture: the end is what differs. */
export const tail = (id, length = 16) => (id.length <= length ? id : `…${id.slice(1 - length)}`);
