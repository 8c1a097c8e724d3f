import type { Random } from '../base/random.ts';
import type { AccountKind, SimulatedAccount, StandingOrder } from './account.ts';
import { logNormal } from './amounts.ts';
import type { SimulationOptions } from './options.ts';
import { popular } from './population.ts';

/** Standing orders an account has on average when nothing limits them: salary, rent and subscriptions. */
const ordersPerAccount = 1.6;
/** The largest share of all transfers that may be standing orders. */
const shareMax = 0.25;
/** Days on which most salaries come. */
const paydays = [1, 5, 25, 27, 28] as const;

/**
 * Salaries, rents and subscriptions by day of the month (index 1 .. 28). When there are few transfers for many
 * accounts, fewer accounts have them, so that ordinary traffic always prevails.
 */
export function standingOrdersOf(
  accounts: readonly SimulatedAccount[],
  of: (kind: AccountKind, country: number) => readonly number[],
  options: SimulationOptions,
  random: Random,
): readonly (readonly StandingOrder[])[] {
  const perMonth = (options.transactions / options.accounts) * (30 / options.days);
  const adoption = Math.min(1, (perMonth * shareMax) / ordersPerAccount);
  const byDay: StandingOrder[][] = Array.from({ length: 29 }, () => []);
  const add = (from: number, to: number, day: number, median: number, sigma: number): void => {
    if (from !== to) byDay[day]?.push({ from, to, day, usd: logNormal(random, median, sigma) });
  };
  for (const account of accounts) {
    if (account.kind !== 'PERSON') continue;
    const { index, country, employer } = account;
    if (employer >= 0 && random.chance(adoption))
      add(employer, index, paydayOf(employer), 2300 * account.scale, 0.3);
    const landlords = of(random.chance(0.6) ? 'PERSON' : 'COMPANY', country);
    if (landlords.length > 0 && random.chance(0.4 * adoption)) {
      add(index, popular(landlords, random), random.between(1, 8), 800, 0.35);
    }
    const providers = of('COMPANY', country);
    const subscriptions = providers.length > 0 ? random.below(3) : 0;
    for (let nth = 0; nth < subscriptions; nth += 1) {
      if (random.chance(adoption)) add(index, popular(providers, random), random.between(1, 28), 25, 0.7);
    }
  }
  return byDay;
}

/** One day a company: three of five pay on a common payday. */
function paydayOf(employer: number): number {
  return employer % 5 < 3 ? (paydays[employer % paydays.length] as number) : 1 + (employer % 28);
}
