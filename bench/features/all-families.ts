import type { Config } from '../../base/config.ts';
import type { SequencedEvent, TransferEvent } from '../../graph/model/event.ts';
import { Session } from '../../graph/session/session.ts';
import { FeatureContext } from '../../scoring/features/context.ts';
import { computeVector, featureSet } from '../../scoring/features/registry.ts';
import { Structure } from '../../scoring/structure/structure.ts';
import { simulate } from '../../simulator/simulate.ts';
import { simulationOf } from './streams.ts';

export interface AllFamilies {
  readonly transactions: number;
  readonly features: number;
  readonly perCpuSecond: number;
}

/**
 * The whole vector of the registry for every transfer of the low-skew stream: the session takes it in, every family is computed, the structure
 * is recomputed when due, as in the scorer. Making the events is not counted. The fastest of the passes counts.
 */
export function measureAllFamilies(
  transactions: number,
  seed: number,
  passes: number,
  config: Config,
): AllFamilies {
  const events: SequencedEvent<TransferEvent>[] = [];
  for (const { event } of simulate(simulationOf('lowSkew', transactions, seed)))
    events.push({ seq: events.length + 1, event });
  const seconds = Array.from({ length: passes }, () => secondsOf(events, config));
  return {
    transactions,
    features: featureSet.names.length,
    perCpuSecond: Math.round(transactions / Math.min(...seconds)),
  };
}

function secondsOf(events: readonly SequencedEvent<TransferEvent>[], config: Config): number {
  const session = new Session(config.session);
  const structure = new Structure(session, config.session, config.structure);
  const context = new FeatureContext(session, structure, config.motifs);
  const before = process.cpuUsage();
  for (const event of events) {
    context.begin(session.applyTransfer(event));
    computeVector(context);
    structure.observeTransfer();
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
