import { isAbsolute } from 'node:path';
import { openWorkerRunner, type ShippedRunner } from '../../algorithms/worker/open-runner.ts';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { packagePath } from '../../base/package-root.ts';
import type { LabelEvent, SequencedEvent } from '../../graph/model/event.ts';
import { replaySession } from '../../graph/session/replay-session.ts';
import type { Session } from '../../graph/session/session.ts';
import type { GraphStore } from '../../graph/store.ts';
import type { Ledger } from '../../ledger/model.ts';
import type { Auditor } from '../../scoring/audit/auditor.ts';
import type { CommunitySchedule } from '../../scoring/communities/community-schedule.ts';
import { type FeatureStateParts, openFeatureState } from '../../scoring/features/feature-state.ts';
import { featureSet } from '../../scoring/features/registry.ts';
import type { ModelRuntime } from '../../scoring/models/model-runtime.ts';
import { openOnnxModel } from '../../scoring/models/onnx/open-onnx-model.ts';
import { openRuleSet, type RuleSet } from '../../scoring/rules/rule-set.ts';
import { Scorer, type ScorerParts } from '../../scoring/scorer.ts';
import type { Structure } from '../../scoring/structure/structure.ts';
import { Engine } from './engine.ts';
import { type OpenCommunities, openCommunities } from './open-communities.ts';
import { annotateAgain, finishUndecided, healGraph } from './recover.ts';

/** An engine with the parts that others read beside it. */
export interface OpenEngine {
  readonly engine: Engine;
  readonly session: Session;
  readonly structure: Structure;
  readonly auditor: Auditor | null;
  /** Null where communities are not recomputed. */
  readonly communities: CommunitySchedule | null;
  readonly rules: RuleSet;
  readonly model: ModelRuntime;
  /** What the start had to repair: events put back into the graph, and events decided that had been left undecided. */
  readonly recovered: { readonly restored: number; readonly finished: number };
  /** Ends the model and the workers. The engine must have settled; the stores stay open. */
  close(): Promise<void>;
}

/** The rules of the configuration. Throws RULE_INVALID. */
export function openRules(config: Config): RuleSet {
  return openRuleSet({ folder: shipped(config.scoring.rules), featureNames: featureSet.names });
}

/** The rules and the model of the configuration, checked against the features of this version. */
export async function openScoring(config: Config): Promise<{ rules: RuleSet; model: ModelRuntime }> {
  const rules = openRules(config);
  return { rules, model: await openModel(config) };
}

/** The model of the configuration. Throws MODEL_MISSING, MODEL_MISMATCH or MODEL_FAILED. */
export function openModel(config: Config): Promise<ModelRuntime> {
  return openOnnxModel({
    folder: shipped(config.scoring.model),
    featureSet,
    modelBatchMax: config.scoring.modelBatchMax,
  });
}

/** Opens the engine on its stores: heals the graph from the journal, replays the session, and decides what was left undecided. */
export async function openEngine(
  stores: { readonly graph: GraphStore; readonly ledger: Ledger },
  config: Config,
  clock: Clock,
  log: Log,
): Promise<OpenEngine> {
  const { graph, ledger } = stores;
  const restored = await healGraph(graph, ledger, config, log);
  const decidedSeq = await ledger.lastSeq();
  const runner = openWorkerRunner(config.algorithms);
  const auditRunner = openWorkerRunner(config.algorithms);
  const communityRunner = openWorkerRunner(config.algorithms);
  let model: ModelRuntime | null = null;
  let communities: OpenCommunities | null = null;
  const close = async () => {
    await communities?.close();
    await model?.close();
    for (const each of [runner, auditRunner, communityRunner]) await each.close();
  };
  try {
    const parts = { config, clock, runner, audit: auditOf(auditRunner, log) };
    const scheduleOf = (session: Session) => {
      communities = openCommunities({ graph, session, runner: communityRunner, config, clock, log });
      return communities.schedule;
    };
    const replayed = await replay(graph, parts, scheduleOf, decidedSeq);
    const { session, structure, context, auditor, schedule, labels } = replayed;
    const scoring = await openScoring(config);
    model = scoring.model;
    const scorer = await openScorer(
      ledger,
      { context, communities: schedule, ...scoring, config, clock },
      labels,
    );
    await annotateAgain(graph, ledger, scorer, config);
    const engine = new Engine({ graph, ledger, scorer, config, clock, log, decidedSeq });
    const finished = await finishUndecided(graph, engine, decidedSeq, config);
    if (finished > 0) log.warn({ finished }, 'decided what had been stored but not decided');
    const recovered = { restored, finished };
    const scorerParts = { session, structure, auditor, communities: schedule, ...scoring };
    return { engine, ...scorerParts, recovered, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What an audit runs in and tells: findings are for the operator, and so is why there was none. */
function auditOf(runner: ShippedRunner, log: Log): NonNullable<FeatureStateParts['audit']> {
  return {
    runner,
    onFinding: (finding) =>
      log.error({ ...finding }, 'what is kept up to date is not what a recomputation says; it was made anew'),
    onError: (error) => log.warn({ error: messageOf(error) }, 'an audit had no answer'),
  };
}

/** A scorer that goes on where the ledger ends: with the rings and alerts that can still change, and the suspicion of the window. */
async function openScorer(
  ledger: Ledger,
  parts: Omit<ScorerParts, 'open'>,
  labels: readonly SequencedEvent<LabelEvent>[],
): Promise<Scorer> {
  const { config } = parts;
  const { session } = parts.context;
  const { dormantAfterMs, closedKeptMs } = config.rings;
  const open = await ledger.openState(session.now - dormantAfterMs, session.now - closedKeptMs);
  const scorer = new Scorer({ ...parts, open });
  const oldest = session.oldestSeq();
  const takenBack = {
    reversed: session.reversedSeqs(),
    labels: labels.filter(({ seq }) => seq > oldest),
  };
  for await (const page of ledger.decisionsAfter(oldest - 1, config.session.replayPage)) {
    scorer.recall(page, takenBack);
  }
  return scorer;
}

/** A session with everything through `throughSeq`, and its structure and communities: what is being recomputed then is so again. */
async function replay(
  graph: GraphStore,
  parts: FeatureStateParts & { readonly config: Config },
  scheduleOf: (session: Session) => CommunitySchedule | null,
  throughSeq: number,
) {
  const { config } = parts;
  const { session, structure, context, auditor } = openFeatureState(config, parts);
  const schedule = scheduleOf(session);
  const labels: SequencedEvent<LabelEvent>[] = [];
  await replaySession(graph, session, throughSeq, config.session.replayPage, (arrival, { seq, event }) => {
    if (event.kind === 'label') labels.push({ seq, event });
    if (arrival === null) return undefined;
    schedule?.replayTransfer(seq, session.now);
    return structure.observeTransfer();
  });
  schedule?.resume();
  return { session, structure, context, auditor, schedule, labels };
}

/** A path of the configuration: absolute as it is, relative to the package otherwise. */
function shipped(path: string): string {
  return isAbsolute(path) ? path : packagePath(path);
}
