import type { Random } from '../base/random.ts';
import type { AccountKind } from './account.ts';
import { logNormal } from './amounts.ts';
import { countries } from './countries.ts';

/** 82 % persons, 8 % merchants, 10 % companies. */
export function drawKind(random: Random): AccountKind {
  const draw = random.next();
  if (draw < 0.82) return 'PERSON';
  return draw < 0.9 ? 'MERCHANT' : 'COMPANY';
}

const countryWeights = Float64Array.from(countries, ({ weight }) => weight);
for (let index = 1; index < countryWeights.length; index += 1) {
  countryWeights[index] = (countryWeights[index] as number) + (countryWeights[index - 1] as number);
}

/** An index into `countries`, drawn by size. */
export function drawCountry(random: Random): number {
  return weightedIndex(countryWeights, random);
}

/** How often an account pays, relative to others. */
export function senderWeight(kind: AccountKind, random: Random): number {
  const kindWeight = { PERSON: 1, MERCHANT: 2, COMPANY: 3 }[kind];
  return logNormal(random, kindWeight, 0.8);
}

/** An index drawn from cumulative weights. */
export function weightedIndex(cumulative: Float64Array, random: Random): number {
  const target = random.next() * (cumulative[cumulative.length - 1] as number);
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] as number) <= target) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One of a list with the most popular first: rank r has a probability that falls roughly like r^-0.5. */
export function popular(list: readonly number[], random: Random): number {
  return list[Math.floor(list.length * random.next() ** 2)] as number;
}
