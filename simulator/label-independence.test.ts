import { beforeAll, describe, expect, test } from 'vitest';
import { referenceCents } from '../graph/model/currency.ts';
import type { TransferEvent } from '../graph/model/event.ts';
import { simulate } from './simulate.ts';

/** Many rings, so that differences between the labels are not chance. */
const options = { accounts: 20_000, transactions: 200_000, rings: 700, seed: 11 };
const amountBins = 40;

/** What a scorer can see of one transfer alone. */
const views: Readonly<Record<string, (event: TransferEvent) => string>> = {
  format: (event) => event.format,
  channel: (event) => event.channel ?? '',
  hour: (event) => String(new Date(event.at).getUTCHours()),
  currency: (event) => event.currency,
  border: (event) => String(event.from.country !== event.to.country),
  device: (event) => String(event.device !== undefined),
  phone: (event) => String(event.phone !== undefined),
  email: (event) => String(event.email !== undefined),
  address: (event) => String(event.address !== undefined),
  card: (event) => String(event.card !== undefined),
  geo: (event) => String(event.geo !== undefined),
};

/** The largest difference in probability that any set of values may have between the labels. */
const distanceMax: Readonly<Record<string, number>> = { hour: 0.06, currency: 0.06 };
const distanceMaxElse = 0.03;
const amountDistanceMax = 0.1;
/** What one value alone may reach, in multiples of the base rate. */
const stumpMax = 1.5;

interface Row {
  readonly fraud: boolean;
  readonly cents: number;
  readonly values: Readonly<Record<string, string>>;
}

let rows: Row[] = [];

beforeAll(() => {
  const names = Object.entries(views);
  rows = Array.from(simulate(options), ({ event, truth }) => ({
    fraud: truth.fraud,
    cents: referenceCents(event.amountMinor, event.currency),
    values: Object.fromEntries(names.map(([name, view]) => [name, view(event)])),
  }));
}, 120_000);

describe.each(Object.keys(views))('%s', (name) => {
  const viewOf = (row: Row): string => row.values[name] ?? '';

  test('has the same distribution in rings and elsewhere', () => {
    expect(totalVariation(rows, viewOf)).toBeLessThan(distanceMax[name] ?? distanceMaxElse);
  });

  test('alone tells rings no better than chance', () => {
    expect(stumpLift(rows, viewOf)).toBeLessThan(stumpMax);
  });
});

describe('amount', () => {
  test('has the same distribution in rings and elsewhere', () => {
    const cents = (fraud: boolean) => rows.filter((row) => row.fraud === fraud).map((row) => row.cents);
    expect(kolmogorovSmirnov(cents(true), cents(false))).toBeLessThan(amountDistanceMax);
  });

  test('alone tells rings no better than chance', () => {
    const sorted = rows.map((row) => row.cents).sort((one, other) => one - other);
    const edges = Array.from(
      { length: amountBins },
      (_, bin) => sorted[Math.floor((bin * sorted.length) / amountBins)] ?? 0,
    );
    const binOf = (row: Row): string => String(edges.filter((edge) => edge <= row.cents).length);
    expect(stumpLift(rows, binOf)).toBeLessThan(stumpMax);
  });
});

test('the measure does find a value that leaks', () => {
  const leak = (row: Row): string => (row.fraud && row.cents % 2 === 0 ? 'yes' : 'no');
  expect(stumpLift(rows, leak)).toBeGreaterThan(3);
  expect(totalVariation(rows, leak)).toBeGreaterThan(0.3);
});

/** Half the sum of the differences of the probabilities of each value. */
function totalVariation(all: readonly Row[], viewOf: (row: Row) => string): number {
  const counts = { true: 0, false: 0 };
  const tally = new Map<string, { true: number; false: number }>();
  for (const row of all) {
    const side = row.fraud ? 'true' : 'false';
    const cell = tally.get(viewOf(row)) ?? { true: 0, false: 0 };
    cell[side] += 1;
    counts[side] += 1;
    tally.set(viewOf(row), cell);
  }
  const differences = [...tally.values()].map((cell) =>
    Math.abs(cell.true / counts.true - cell.false / counts.false),
  );
  return differences.reduce((sum, difference) => sum + difference, 0) / 2;
}

/** The largest distance between the two empirical distribution functions. */
function kolmogorovSmirnov(one: readonly number[], other: readonly number[]): number {
  const left = [...one].sort((a, b) => a - b);
  const right = [...other].sort((a, b) => a - b);
  let distance = 0;
  let nextRight = 0;
  for (const [nth, value] of left.entries()) {
    while (nextRight < right.length && (right[nextRight] ?? 0) <= value) nextRight += 1;
    distance = Math.max(distance, Math.abs((nth + 1) / left.length - nextRight / right.length));
  }
  return distance;
}

/** AUPRC over base rate of the fraud share by value, learnt on the even rows and measured on the odd ones. */
function stumpLift(all: readonly Row[], viewOf: (row: Row) => string): number {
  const learnt = new Map<string, { fraud: number; all: number }>();
  for (let nth = 0; nth < all.length; nth += 2) {
    const row = all[nth] as Row;
    const cell = learnt.get(viewOf(row)) ?? { fraud: 0, all: 0 };
    cell.fraud += row.fraud ? 1 : 0;
    cell.all += 1;
    learnt.set(viewOf(row), cell);
  }
  const judged = all.filter((_, nth) => nth % 2 === 1);
  const groups = new Map<number, { fraud: number; all: number }>();
  for (const row of judged) {
    const cell = learnt.get(viewOf(row)) ?? { fraud: 0, all: 1 };
    const score = cell.fraud / cell.all;
    const group = groups.get(score) ?? { fraud: 0, all: 0 };
    group.fraud += row.fraud ? 1 : 0;
    group.all += 1;
    groups.set(score, group);
  }
  const positives = judged.filter((row) => row.fraud).length;
  return averagePrecision(groups, positives) / (positives / judged.length);
}

function averagePrecision(
  groups: ReadonlyMap<number, { fraud: number; all: number }>,
  positives: number,
): number {
  let found = 0;
  let seen = 0;
  let area = 0;
  for (const [, group] of [...groups].sort(([one], [other]) => other - one)) {
    found += group.fraud;
    seen += group.all;
    area += (group.fraud / positives) * (found / seen);
  }
  return area;
}
