import { outageTrial } from './trials/outage-trial.ts';
import { runTrial } from './trials/stage/run-trial.ts';

const trial = {
  name: 'outage',
  numbers: { seconds: 60, rate: 300 },
  flags: ['broker'],
  batchMax: 256,
  run: outageTrial,
};
process.exitCode = await runTrial(trial, process.argv.slice(2));
