import { dayMs } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { AccountKind, SimulatedAccount, StandingOrder } from './account.ts';
import { introduce } from './acquaintance.ts';
import { logNormal } from './amounts.ts';
import { countries } from './countries.ts';
import { drawFormat } from './formats-mix.ts';
import type { SimulationOptions } from './options.ts';
import { drawCountry, drawKind, popular, senderWeight, weightedIndex } from './population.ts';
import { standingOrdersOf } from './standing-orders.ts';

/** Everybody who takes part, and how they know each other. Made once from the seed; only `contacts` change later. */
export interface World {
  readonly accounts: readonly SimulatedAccount[];
  /** Indexes of the accounts of a kind in a country, shops and companies with the most popular first. */
  of(kind: AccountKind, country: number): readonly number[];
  /** Payments of every month, by day of the month (index 1 .. 28). */
  readonly standingOrders: readonly (readonly StandingOrder[])[];
  /** The people that a company pays a salary. */
  readonly staff: ReadonlyMap<number, readonly number[]>;
  /** Merchants that everybody pays, and the share of payments of persons that goes to them. */
  readonly hubs: readonly number[];
  readonly hubShare: number;
  /** Accounts that open inside the span, oldest first. */
  readonly newcomers: readonly number[];
  /** An account drawn by how often it pays. */
  pickSender(random: Random): SimulatedAccount;
}

/** Builds the world of the options. Time and memory grow with the accounts. */
export function buildWorld(options: SimulationOptions, random: Random): World {
  const byKind: Record<AccountKind, number[][]> = { PERSON: lists(), MERCHANT: lists(), COMPANY: lists() };
  const accounts: SimulatedAccount[] = [];
  for (let index = 0; index < options.accounts; index += 1) {
    const kind = drawKind(random);
    const country = drawCountry(random);
    const list = byKind[kind][country] as number[];
    const companies = byKind.COMPANY[country] as number[];
    const before = list.length > 0 ? accounts[list[list.length - 1] as number] : undefined;
    accounts.push(drawAccount(index, kind, country, before, companies, options, random));
    list.push(index);
  }
  const of = (kind: AccountKind, country: number): readonly number[] => byKind[kind][country] ?? [];
  introduce(accounts, of, random);
  const cumulative = new Float64Array(accounts.length);
  let total = 0;
  for (const account of accounts) {
    total += senderWeight(account.kind, random);
    cumulative[account.index] = total;
  }
  return {
    accounts,
    of,
    standingOrders: standingOrdersOf(accounts, of, options, random),
    staff: staffOf(accounts),
    hubs: accounts
      .filter(({ kind, opensMs }) => kind === 'MERCHANT' && opensMs === 0)
      .slice(0, Math.ceil(accounts.length / accountsPerHub))
      .map(({ index }) => index),
    hubShare: options.hubShare,
    newcomers: accounts
      .filter((account) => account.opensMs > 0)
      .sort((one, other) => one.opensMs - other.opensMs || one.index - other.index)
      .map((account) => account.index),
    pickSender: (draws) => accounts[weightedIndex(cumulative, draws)] as SimulatedAccount,
  };
}

/** Accounts for each that everybody pays. */
const accountsPerHub = 1000;

const lists = (): number[][] => countries.map(() => []);

/** Multiplier of a permutation of the ten-digit numbers: prime to 10^10, and small enough to stay exact. */
const numberStep = 610_612_741;

function drawAccount(
  index: number,
  kind: AccountKind,
  country: number,
  before: SimulatedAccount | undefined,
  companies: readonly number[],
  options: SimulationOptions,
  random: Random,
): SimulatedAccount {
  const { code, banks, cities } = countries[country] as (typeof countries)[number];
  const number = (index * numberStep + 4_801_000_000) % 10_000_000_000;
  const together = kind === 'PERSON' && before !== undefined && random.chance(0.55);
  const opensLater = random.chance(0.1);
  return {
    index,
    kind,
    ref: { bank: random.pick(banks), account: String(number).padStart(10, '0'), country: code },
    country,
    city: together ? before.city : random.below(cities.length),
    opensMs: opensLater ? Math.floor(random.next() * options.days * dayMs) : 0,
    scale: logNormal(random, 1, 0.5),
    roundness: random.next() ** 2,
    favouriteFormat: drawFormat(100, random),
    home: together ? before.home : index,
    deviceOwner: together && random.chance(0.35) ? before.deviceOwner : index,
    employer:
      kind === 'PERSON' && companies.length > 0 && random.chance(0.7) ? popular(companies, random) : -1,
    contacts: [],
    shops: [],
  };
}

function staffOf(accounts: readonly SimulatedAccount[]): ReadonlyMap<number, readonly number[]> {
  const staff = new Map<number, number[]>();
  for (const account of accounts) {
    if (account.employer < 0) continue;
    const colleagues = staff.get(account.employer);
    if (colleagues === undefined) staff.set(account.employer, [account.index]);
    else colleagues.push(account.index);
  }
  return staff;
}
