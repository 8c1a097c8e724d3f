import { strict as assert } from 'node:assert';
import type { ShippedRunner } from '../../algorithms/worker/open-runner.ts';
import { systemClock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import type { SequencedEvent } from '../../graph/model/event.ts';
import { applyEvent } from '../../graph/session/replay-session.ts';
import { eventLog } from '../../jobs/communities/event-log.samples.ts';
import { storeCommunityJob } from '../../jobs/communities/store-communities.ts';
import { CommunitySchedule } from '../../scoring/communities/community-schedule.ts';
import { openFeatureState } from '../../scoring/features/feature-state.ts';
import type { ModelRuntime } from '../../scoring/models/model-runtime.ts';
import type { RuleSet } from '../../scoring/rules/rule-set.ts';
import { Scorer } from '../../scoring/scorer.ts';
import { MemoryStores } from './memory-stores.ts';

/** What scorers share, whichever stores they work for. */
export interface ServiceParts {
  readonly config: Config;
  readonly rules: RuleSet;
  readonly model: ModelRuntime;
  readonly runner: ShippedRunner;
}

/** Where a batch can be interrupted, in the order of its life. After the commit is also where a service that is closed ends. */
export const crashPoints = [
  'BEFORE_STORE',
  'BEFORE_DECISION',
  'IN_DECISION',
  'BEFORE_COMMIT',
  'AFTER_COMMIT',
] as const;
export type CrashPoint = (typeof crashPoints)[number];

/** What a crash throws: the service that threw it is not to be used again. */
class Crash extends Error {}

/** A model that can be made to fail in the middle of a batch: at its second call. */
class MortalModel implements ModelRuntime {
  readonly #model: ModelRuntime;
  callsLeft = Number.POSITIVE_INFINITY;

  constructor(model: ModelRuntime) {
    this.#model = model;
  }

  get featureNames() {
    return this.#model.featureNames;
  }

  get manifest() {
    return this.#model.manifest;
  }

  get hash() {
    return this.#model.hash;
  }

  async score(rows: Float32Array, rowCount: number): Promise<Float32Array> {
    if (this.callsLeft === 0) throw new Crash('IN_DECISION');
    this.callsLeft -= 1;
    return this.#model.score(rows, rowCount);
  }

  async close(): Promise<void> {}
}

/** The scorer of `openEngine` on stores in memory: graph first, then the decision, then one commit. */
class MemoryService {
  readonly #stores: MemoryStores;
  readonly #model: MortalModel;
  readonly #scorer: Scorer;

  private constructor(stores: MemoryStores, model: MortalModel, scorer: Scorer) {
    this.#stores = stores;
    this.#model = model;
    this.#scorer = scorer;
  }

  /** As `openEngine`: replays the session, resumes rings and alerts from their folds, recalls decisions, decides what was left undecided. */
  static async open(
    stores: MemoryStores,
    parts: ServiceParts & { readonly log: readonly SequencedEvent[] },
  ): Promise<MemoryService> {
    const { config, runner } = parts;
    const { session, structure, context } = openFeatureState(config, { runner, clock: systemClock });
    const job = storeCommunityJob({
      store: eventLog(parts.log),
      ...{ config: config.communities, runner },
      numberOf: (key) => session.accountKeys.find(key),
      onRefused: (error) => assert.fail(String(error)),
      signal: new AbortController().signal,
    });
    const communities = new CommunitySchedule(config.communities, job, systemClock);
    for (const item of stores.events.slice(0, stores.decidedSeq)) {
      if (applyEvent(session, item, stores.targets) === null) continue;
      communities.replayTransfer(item.seq, session.now);
      await structure.observeTransfer();
    }
    communities.resume();
    const { dormantAfterMs, closedKeptMs } = config.rings;
    const open = stores.openState(session.now - dormantAfterMs, session.now - closedKeptMs);
    const model = new MortalModel(parts.model);
    const scorer = new Scorer({ ...parts, model, context, clock: systemClock, open, communities });
    const oldest = session.oldestSeq();
    const recalled = stores.decisions.filter(({ seq }) => seq >= oldest);
    const labels = stores.events.flatMap(({ seq, event }) =>
      event.kind === 'label' && seq > oldest && seq <= stores.decidedSeq ? [{ seq, event }] : [],
    );
    scorer.recall(recalled, { reversed: session.reversedSeqs(), labels });
    const service = new MemoryService(stores, model, scorer);
    service.#checkMembers(stores.ringsOf.keys());
    await service.ingest(stores.events.slice(stores.decidedSeq));
    return service;
  }

  /** Takes the next events through a batch. Throws `Crash` at the given point. */
  async ingest(events: readonly SequencedEvent[], crashAt: CrashPoint | null = null): Promise<void> {
    const last = events.at(-1);
    if (last === undefined) return;
    const reach = (point: CrashPoint) => {
      if (crashAt === point) throw new Crash(point);
    };
    reach('BEFORE_STORE');
    this.#stores.store(events);
    reach('BEFORE_DECISION');
    if (crashAt === 'IN_DECISION') this.#model.callsLeft = 1;
    const scored = await this.#scorer.decide(events, this.#stores.targets);
    // A batch that asks the model once only crashes here.
    reach('IN_DECISION');
    reach('BEFORE_COMMIT');
    this.#checkMembers(this.#stores.commit(scored, last.seq));
    reach('AFTER_COMMIT');
  }

  /** What the scorer says of accounts is what the events say. */
  #checkMembers(accounts: Iterable<string>): void {
    for (const account of accounts) {
      const known = this.#stores.ringsOf.get(account) ?? new Set();
      const said = this.#scorer.ringOf(account);
      assert(
        said === null ? known.size === 0 : known.has(said),
        `the scorer has account "${account}" in ring "${said}", the events in ${[...known].join(', ') || 'none'}`,
      );
    }
  }
}

/** An interruption of a stream: the batch that ends with event `seq` crashes, and the service is opened anew. */
export interface Interruption {
  readonly seq: number;
  readonly point: CrashPoint;
}

/** How a stream goes through a service. It must show in nothing but the time it takes. */
export interface Course {
  readonly batchMax: number;
  /** By ascending `seq`. */
  readonly interruptions: readonly Interruption[];
}

/** Takes a stream from empty to its end, and answers the stores. */
export async function runCourse(
  events: readonly SequencedEvent[],
  parts: ServiceParts,
  { batchMax, interruptions }: Course,
): Promise<MemoryStores> {
  const stores = new MemoryStores();
  const withLog = { ...parts, log: events };
  let service = await MemoryService.open(stores, withLog);
  let next = 0;
  while (stores.decidedSeq < events.length) {
    const from = stores.decidedSeq;
    while ((interruptions[next]?.seq ?? Number.POSITIVE_INFINITY) <= from) next += 1;
    const interruption = interruptions[next];
    const end = Math.min(from + batchMax, interruption?.seq ?? Number.POSITIVE_INFINITY);
    const crashAt = end === interruption?.seq ? interruption.point : null;
    try {
      await service.ingest(events.slice(from, end), crashAt);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      next += 1;
      service = await MemoryService.open(stores, withLog);
    }
  }
  return stores;
}
