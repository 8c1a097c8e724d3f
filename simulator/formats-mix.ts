import type { Random } from '../base/random.ts';

/** A row of the mix: payment format and its weight. */
type Mix = readonly (readonly [format: string, weight: number])[];

const small: Mix = [
  ['CARD', 50],
  ['INSTANT', 20],
  ['ACH', 14],
  ['CASH', 10],
  ['CHEQUE', 4],
  ['WIRE', 2],
];
const medium: Mix = [
  ['ACH', 32],
  ['CARD', 24],
  ['INSTANT', 24],
  ['CHEQUE', 10],
  ['CASH', 5],
  ['WIRE', 5],
];
const large: Mix = [
  ['ACH', 44],
  ['WIRE', 26],
  ['CHEQUE', 14],
  ['INSTANT', 14],
  ['CARD', 2],
];

/**
 * A payment format for an amount in US dollars. It depends on the amount alone and never on who pays whom or why,
 * so that it says no more about the label than the amount does.
 */
export function drawFormat(usd: number, random: Random): string {
  const mix = usd < 80 ? small : usd < 1000 ? medium : large;
  let target = random.below(100);
  for (const [format, weight] of mix) {
    target -= weight;
    if (target < 0) return format;
  }
  return 'ACH';
}

const channels: Readonly<Record<string, readonly string[]>> = {
  CARD: ['POS', 'WEB', 'MOBILE'],
  INSTANT: ['MOBILE', 'MOBILE', 'WEB'],
  ACH: ['WEB', 'MOBILE', 'API'],
  WIRE: ['WEB', 'BRANCH', 'API'],
  CHEQUE: ['BRANCH'],
  CASH: ['BRANCH', 'ATM'],
};

/** The way in which a format is ordered. */
export function drawChannel(format: string, random: Random): string {
  return random.pick(channels[format] ?? ['WEB']);
}
