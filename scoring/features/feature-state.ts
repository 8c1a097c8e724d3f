import type { ShippedRunner } from '../../algorithms/worker/open-runner.ts';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import { Session } from '../../graph/session/session.ts';
import { Auditor, type AuditorParts } from '../audit/auditor.ts';
import { LiveStructure, type LiveStructureOptions } from '../structure/live-structure.ts';
import { Structure } from '../structure/structure.ts';
import { FeatureContext } from './context.ts';
import { PatternSearch } from './pattern-search.ts';

/** An empty session and everything that follows it event by event, in order to compute features. */
export interface FeatureState {
  readonly session: Session;
  readonly structure: Structure;
  readonly context: FeatureContext;
  /** Null where nobody listens to one. */
  readonly auditor: Auditor | null;
}

export interface FeatureStateParts {
  readonly clock: Clock;
  readonly runner: Pick<ShippedRunner, 'run'>;
  /** Absent: nothing is audited. */
  readonly audit?: Pick<AuditorParts, 'runner' | 'onFinding' | 'onError'>;
}

/**
 * Opens a session with what features need to know of it. Everything listens to the session from its first event on: apply every event through
 * `applyEvent` (or `replaySession`), and await `structure.observeTransfer` after every transfer, whether its features are computed or not; then the same events give
 * the same features, replayed or live.
 */
export function openFeatureState(config: Config, parts: FeatureStateParts): FeatureState {
  const session = new Session(config.session);
  const live = new LiveStructure(session, liveOptions(config.centrality));
  const patterns = new PatternSearch(session, config.patterns);
  const structure: Structure = new Structure({
    ...parts,
    session,
    config,
    beforeRecompute: async () => {
      live.settle();
      await auditor?.beforeRecompute();
    },
  });
  const { audit } = parts;
  const auditor =
    audit === undefined ? null : new Auditor({ ...audit, session, live, structure, settings: config.audit });
  const context = new FeatureContext({ session, structure, live, patterns, config });
  return { session, structure, context, auditor };
}

function liveOptions(settings: Config['centrality']): LiveStructureOptions {
  const { pagerankEpsilon, pagerankStepsMax, coreStepsMax, denseStepsMax, deferredMax } = settings;
  return {
    pagerank: { epsilon: pagerankEpsilon, stepsMax: pagerankStepsMax },
    core: { stepsMax: coreStepsMax, deferredMax },
    dense: { stepsMax: denseStepsMax, deferredMax },
  };
}
