import { expect, test } from 'vitest';
import { isAnelError } from '../base/errors.ts';
import { resolveOptions, type SimulationOptions, simulationDefaults, simulationLimits } from './options.ts';

const refused: readonly (readonly [Partial<SimulationOptions>, string])[] = [
  [{ accounts: 99 }, 'accounts'],
  [{ accounts: simulationLimits.accountsMax + 1 }, 'accounts'],
  [{ transactions: 0 }, 'transactions'],
  [{ transactions: 1.5 }, 'transactions'],
  [{ transactions: simulationLimits.transactionsMax + 1 }, 'transactions'],
  [{ rings: -1 }, 'rings'],
  [{ rings: simulationLimits.ringsMax + 1 }, 'rings'],
  [{ days: 1 }, 'days'],
  [{ days: simulationLimits.daysMax + 1 }, 'days'],
  [{ seed: Number.NaN }, 'seed'],
  [{ startAt: -1 }, 'startAt'],
  [{ lookAlikeRatio: simulationLimits.lookAlikeRatioMax + 1 }, 'lookAlikeRatio'],
  [{ quietShare: 0.6 }, 'quietShare'],
  [{ sharingShare: 2 }, 'sharingShare'],
  [{ freshShare: Number.NaN }, 'freshShare'],
  [{ rings: 40, accounts: 999 }, '1000 accounts'],
  [{ rings: 40, transactions: 4799 }, '4800 transactions'],
];

test.each(refused)('%o is refused with the name and what was expected', (options, named) => {
  let thrown: unknown = null;
  try {
    resolveOptions(options);
  } catch (error) {
    thrown = error;
  }
  expect(isAnelError(thrown, 'INPUT_INVALID')).toBe(true);
  expect((thrown as Error).message).toContain(named);
});

test('missing options have their default', () => {
  expect(resolveOptions({ seed: 7 })).toEqual({ ...simulationDefaults, seed: 7 });
});
