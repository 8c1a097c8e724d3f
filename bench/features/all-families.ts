import { openWorkerRunner } from '../../algorithms/worker/open-runner.ts';
import { systemClock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import type { SequencedEvent, TransferEvent } from '../../graph/model/event.ts';
import { openFeatureState } from '../../scoring/features/feature-state.ts';
import { computeVector, featureSet } from '../../scoring/features/registry.ts';
import { simulate } from '../../simulator/simulate.ts';
import { simulationOf } from './streams.ts';

export interface AllFamilies {
  readonly transactions: number;
  readonly features: number;
  readonly perCpuSecond: number;
}

/**
 * The whole vector of the registry for every transfer of the low-skew stream: the session takes it in, every family is computed, the structure
 * is recomputed in its worker when due, as in the scorer (the worker's time is counted). Making the events is not counted. The fastest of the passes counts.
 */
export async function measureAllFamilies(
  transactions: number,
  seed: number,
  passes: number,
  config: Config,
): Promise<AllFamilies> {
  const events: SequencedEvent<TransferEvent>[] = [];
  for (const { event } of simulate(simulationOf('lowSkew', transactions, seed)))
    events.push({ seq: events.length + 1, event });
  const seconds: number[] = [];
  for (let pass = 0; pass < passes; pass += 1) seconds.push(await secondsOf(events, config));
  return {
    transactions,
    features: featureSet.names.length,
    perCpuSecond: Math.round(transactions / Math.min(...seconds)),
  };
}

async function secondsOf(events: readonly SequencedEvent<TransferEvent>[], config: Config): Promise<number> {
  const runner = openWorkerRunner(config.algorithms);
  const { session, structure, context } = openFeatureState(config, { runner, clock: systemClock });
  const before = process.cpuUsage();
  for (const event of events) {
    context.begin(session.applyTransfer(event));
    computeVector(context);
    await structure.observeTransfer();
  }
  const { user, system } = process.cpuUsage(before);
  await runner.close();
  return (user + system) / 1e6;
}
