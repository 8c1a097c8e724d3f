import { AnelError } from '../base/errors.ts';

/** What a simulation is made from. Everything that it writes follows from these values. */
export interface SimulationOptions {
  /** Accounts of persons, merchants and companies together. */
  readonly accounts: number;
  /** Transfers in total, rings and look-alikes included. Exactly this many are made. */
  readonly transactions: number;
  /** Fraud rings, spread evenly over the typologies. */
  readonly rings: number;
  /** The span of event time. */
  readonly days: number;
  readonly seed: number;
  /** Benign groups in the shape of a ring for every ring. Salaries and the daily takings of merchants come on top. */
  readonly lookAlikeRatio: number;
  /** Epoch milliseconds of the first moment; a whole second. */
  readonly startAt: number;
  /** No ring starts in this share of the span, so that its accounts have a past. */
  readonly quietShare: number;
  /** The share of rings whose members use one device, address of the net or phone. */
  readonly sharingShare: number;
  /** The share of ring members that are taken from the newest accounts when there are any. */
  readonly freshShare: number;
  /** The share of the payments of persons that goes to a few accounts that everybody pays: a tenth of a percent of all, the utilities and platforms of a country. */
  readonly hubShare: number;
}

/** A month of a small country-wide payment network: about one transfer in a hundred belongs to a ring. */
export const simulationDefaults: SimulationOptions = {
  accounts: 3000,
  transactions: 50_000,
  rings: 40,
  days: 30,
  seed: 1,
  lookAlikeRatio: 2,
  startAt: Date.UTC(2026, 0, 5),
  quietShare: 0.1,
  sharingShare: 0.35,
  freshShare: 0.15,
  hubShare: 0,
};

/** The largest values that a simulation accepts. Beyond them account numbers would repeat or dates leave four-digit years. */
export const simulationLimits = {
  accountsMax: 10_000_000,
  transactionsMax: 1_000_000_000,
  ringsMax: 1_000_000,
  daysMax: 3660,
  lookAlikeRatioMax: 100,
} as const;

/** Accounts that must exist for each ring, transfers for each ring and for each look-alike: below, they would be all there is. */
const accountsPerRing = 25;
const transfersPerRing = 60;
const transfersPerLookAlike = 30;

/**
 * Completes options with `simulationDefaults`. Throws INPUT_INVALID that names the option, its value and what was
 * expected, also when the rings asked for do not fit into the accounts and transfers asked for.
 */
export function resolveOptions(given: Partial<SimulationOptions>): SimulationOptions {
  const options = { ...simulationDefaults, ...given };
  whole('accounts', options.accounts, 100, simulationLimits.accountsMax);
  whole('transactions', options.transactions, 1, simulationLimits.transactionsMax);
  whole('rings', options.rings, 0, simulationLimits.ringsMax);
  whole('days', options.days, 2, simulationLimits.daysMax);
  whole('seed', options.seed, 0, Number.MAX_SAFE_INTEGER);
  whole('startAt', options.startAt, 0, Date.UTC(9000, 0, 1));
  between('lookAlikeRatio', options.lookAlikeRatio, 0, simulationLimits.lookAlikeRatioMax);
  between('quietShare', options.quietShare, 0, 0.5);
  between('sharingShare', options.sharingShare, 0, 1);
  between('freshShare', options.freshShare, 0, 1);
  between('hubShare', options.hubShare, 0, 1);
  fits(options);
  return options;
}

function whole(name: string, value: number, low: number, high: number): void {
  if (Number.isSafeInteger(value) && value >= low && value <= high) return;
  refuse(`read "${name}" as "${value}"; give a whole number from ${low} to ${high}`);
}

function between(name: string, value: number, low: number, high: number): void {
  if (value >= low && value <= high) return;
  refuse(`read "${name}" as "${value}"; give a number from ${low} to ${high}`);
}

function fits(options: SimulationOptions): void {
  const { rings, accounts, transactions, lookAlikeRatio } = options;
  const accountsMin = rings * accountsPerRing;
  if (accounts < accountsMin) {
    refuse(
      `place "${rings}" rings in "${accounts}" accounts; give at least ${accountsMin} accounts or fewer rings`,
    );
  }
  const transactionsMin = Math.ceil(rings * (transfersPerRing + lookAlikeRatio * transfersPerLookAlike));
  if (transactions < transactionsMin) {
    refuse(
      `place "${rings}" rings and their look-alikes in "${transactions}" transactions; ` +
        `give at least ${transactionsMin} transactions or fewer rings`,
    );
  }
}

function refuse(attempt: string): never {
  throw new AnelError('INPUT_INVALID', `cannot ${attempt}`);
}
