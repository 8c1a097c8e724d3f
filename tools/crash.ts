import { crashTrial } from './trials/crash-trial.ts';
import { runTrial } from './trials/stage/run-trial.ts';

const trial = {
  name: 'crash',
  numbers: { kills: 50, transactions: 20_000 },
  flags: [],
  batchMax: 96,
  run: crashTrial,
};
process.exitCode = await runTrial(trial, process.argv.slice(2));
