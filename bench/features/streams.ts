import { assert } from '../../base/assert.ts';
import { dayMs } from '../../base/clock.ts';
import { referenceCents } from '../../graph/model/currency.ts';
import { type AccountRef, accountKey } from '../../graph/model/event.ts';
import type { SimulationOptions } from '../../simulator/options.ts';
import { simulate } from '../../simulator/simulate.ts';
import type { TransferColumns } from './transfer-columns.ts';

/** The kinds of traffic that the feature benchmark knows. */
export const streamNames = ['lowSkew', 'hubs', 'longWindows'] as const;
export type StreamName = (typeof streamNames)[number];

/** What a stream is: its size in accounts and days, and the window that all patterns look back. */
export interface StreamShape {
  readonly accounts: number;
  readonly days: number;
  readonly windowMs: number;
}

/** `hubs`: so many accounts make so many transfers a day that shops and employers receive more than a hundred each. */
const hubAccounts = 5800;
const hubTransfersPerDay = 1_000_000 / 30;
/** Transfers of an account over the span of the other two, one a day: the density of AMLworld's HI-Small (5.1 million, 515,000 accounts, ten days). */
const transfersPerAccount = 16;
/** The fewest accounts that the simulator accepts, and the fewest days. */
const accountsMin = 100;
const daysMin = 2;

/** The shape of a stream of so many transactions. */
export function streamShape(name: StreamName, transactions: number): StreamShape {
  if (name === 'hubs') {
    const days = Math.max(daysMin, Math.round(transactions / hubTransfersPerDay));
    return { accounts: hubAccounts, days, windowMs: dayMs };
  }
  const accounts = Math.max(accountsMin, Math.round(transactions / transfersPerAccount));
  return { accounts, days: transfersPerAccount, windowMs: name === 'lowSkew' ? dayMs : 7 * dayMs };
}

/** The simulation behind a stream: one ring for 1,250 transactions, two look-alikes a ring. */
export function simulationOf(
  name: StreamName,
  transactions: number,
  seed: number,
): Partial<SimulationOptions> {
  const { accounts, days } = streamShape(name, transactions);
  const rings = Math.min(Math.floor(transactions / 1250), Math.floor(accounts / 25));
  return { seed, transactions, accounts, days, rings };
}

/**
 * Simulated transfers as columns, in order of time: accounts numbered by first appearance, times cut to whole seconds (the yardstick knows
 * no others), amounts in cents of the reference currency. Deterministic by seed.
 */
export function makeStream(name: StreamName, transactions: number, seed: number): TransferColumns {
  const columns = {
    from: new Int32Array(transactions),
    to: new Int32Array(transactions),
    at: new Float64Array(transactions),
    cents: new Float64Array(transactions),
  };
  const numbers = new Map<string, number>();
  const numberOf = (ref: AccountRef): number => {
    const key = accountKey(ref);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  };
  let row = 0;
  for (const { event } of simulate(simulationOf(name, transactions, seed))) {
    columns.from[row] = numberOf(event.from);
    columns.to[row] = numberOf(event.to);
    columns.at[row] = Math.floor(event.at / 1000) * 1000;
    columns.cents[row] = referenceCents(event.amountMinor, event.currency);
    assert(row === 0 || columns.at[row]! >= columns.at[row - 1]!, `transfer ${row} goes back in time`);
    row += 1;
  }
  return columns;
}

/**
 * The 0.999 quantile of the transfers that accounts received within the window, over all accounts that received any, pooled over ten moments between
 * the first full window and the end. Null when the stream ends before that.
 */
export function inDegreeP999({ to, at }: TransferColumns, windowMs: number): number | null {
  const firstFull = at.findIndex((time) => time - at[0]! >= windowMs);
  if (firstFull === -1) return null;
  const accounts = to.reduce((most, account) => Math.max(most, account), 0) + 1;
  const pooled: number[] = [];
  for (let moment = 1; moment <= 10; moment += 1) {
    const end = Math.floor(firstFull + ((at.length - 1 - firstFull) * moment) / 10);
    const degrees = new Uint32Array(accounts);
    for (let row = end; row >= 0 && at[row]! > at[end]! - windowMs; row -= 1) degrees[to[row]!]! += 1;
    for (const degree of degrees) if (degree > 0) pooled.push(degree);
  }
  pooled.sort((a, b) => a - b);
  return pooled[Math.ceil(pooled.length * 0.999) - 1]!;
}
