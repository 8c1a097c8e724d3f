import { runTrial } from './trials/stage/run-trial.ts';
import { zombieTrial } from './trials/zombie-trial.ts';

const trial = {
  name: 'zombie',
  numbers: { rounds: 3, transactions: 5000 },
  flags: [],
  batchMax: 96,
  run: zombieTrial,
};
process.exitCode = await runTrial(trial, process.argv.slice(2));
