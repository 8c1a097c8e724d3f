import { assert, present } from '../../base/assert.ts';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import { AnelError, isAnelError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { GraphEvent, SequencedEvent } from '../../graph/model/event.ts';
import { readReversalTargets } from '../../graph/session/replay-session.ts';
import type { GraphStore, StoreOutcome } from '../../graph/store.ts';
import type { DeadLetter, Ledger, SourcePosition } from '../../ledger/model.ts';
import type { Decision } from '../../scoring/decision-model.ts';
import type { Scored, Scorer } from '../../scoring/scorer.ts';
import { annotationsOf } from './annotations.ts';
import { EngineObservers, type Stage } from './engine-observer.ts';
import { withRetry } from './retry.ts';
import { Turnstile } from './turnstile.ts';

/** Events on their way through the engine together, with what is to be recorded about their source in the same commit. */
export interface EngineBatch {
  readonly events: readonly GraphEvent[];
  /** Makes the dead letter of an event that the graph store refused, by its place in `events`; null = only report it. */
  readonly refuse: ((place: number, outcome: StoreOutcome & { status: 'refused' }) => DeadLetter) | null;
  readonly deadLetters: readonly DeadLetter[];
  readonly positions: readonly SourcePosition[];
}

/** What became of a batch, after it was committed to the ledger. */
export interface EngineOutcome extends Scored {
  /** Aligned with the batch's events. */
  readonly outcomes: readonly StoreOutcome[];
  readonly deadLetters: readonly DeadLetter[];
}

export interface EngineParts {
  readonly graph: GraphStore;
  readonly ledger: Ledger;
  readonly scorer: Scorer;
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  /** The last sequence number that the scorer has seen and the ledger has committed. */
  readonly decidedSeq: number;
}

/** Told after each commit, in sequence order: decisions, alerts and rings that are now final. */
export type CommitListener = (outcome: EngineOutcome) => void;

/**
 * The life of a transaction: graph store, then session and score, then ledger. Each stage takes one batch at a time in
 * order, so batch k+1 is written while k is scored and k-1 is committed. Exactly once: what the graph store already had and
 * the ledger has not yet decided is decided, everything else that comes twice changes nothing.
 *
 * After an error past the first stage the session may be ahead of the ledger: the engine then refuses further work with
 * UNAVAILABLE, and a restart decides what is left (see `openEngine`).
 */
export class Engine {
  /** Whoever wants to know how long the stages take. */
  readonly observers = new EngineObservers();
  readonly #parts: EngineParts;
  readonly #storing = new Turnstile();
  readonly #scoring = new Turnstile();
  readonly #committing = new Turnstile();
  readonly #listeners = new Set<CommitListener>();
  readonly #failureListeners = new Set<(error: unknown) => void>();
  readonly #stopping = new AbortController();
  #handedSeq: number;
  #failure: unknown = null;
  #checkpointUs: number;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#handedSeq = parts.decidedSeq;
    this.#checkpointUs = parts.clock.monotonicUs();
  }

  /** Calls the listener after every commit until the answered function is called. */
  onCommit(listener: CommitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls the listener when an error makes the engine unusable, at once when one has. */
  onFailure(listener: (error: unknown) => void): void {
    this.#failureListeners.add(listener);
    if (this.#failure !== null) listener(this.#failure);
  }

  /** Makes the engine unusable, for a reason outside of it. */
  fail(error: unknown): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    this.stop();
    for (const listener of this.#failureListeners) listener(error);
  }

  /** True until an error made the engine unusable. */
  get healthy(): boolean {
    return this.#failure === null;
  }

  /** Takes a batch of at most `graph.batchMax` events through all stages. Resolves when it is committed. */
  async process(batch: EngineBatch): Promise<EngineOutcome> {
    const stored = await this.#orFail(() => this.#storing.run(() => this.#store(batch)));
    return this.#decideAndCommit(stored.events, batch, stored);
  }

  /** Decides events that the graph store already holds: what a crash left between the stages. */
  async finish(events: readonly SequencedEvent[]): Promise<void> {
    this.#handedSeq = present(events.at(-1), 'last event').seq;
    const nothing = { events: [], refuse: null, deadLetters: [], positions: [] };
    await this.#decideAndCommit(events, nothing, { outcomes: [], deadLetters: [] });
  }

  /** Gives up waiting for stores that do not answer: what is under way then fails, and a restart takes it up again. */
  stop(): void {
    this.#stopping.abort();
  }

  /** Waits for everything under way, then makes the graph store's state durable and forgets the journal up to it. */
  async settle(): Promise<void> {
    await this.#storing.idle();
    await this.#scoring.idle();
    await this.#committing.idle();
    if (this.healthy) await this.#checkpoint();
  }

  async #store(batch: EngineBatch) {
    this.#refuseAfterFailure();
    const { graph } = this.#parts;
    const outcomes =
      batch.events.length === 0
        ? []
        : await this.#retried('store', batch.events.length, () => graph.append(batch.events));
    const events: SequencedEvent[] = [];
    const deadLetters = [...batch.deadLetters];
    for (const [place, outcome] of outcomes.entries()) {
      if (outcome.status === 'refused') {
        if (batch.refuse !== null) deadLetters.push(batch.refuse(place, outcome));
      } else if (outcome.seq > this.#handedSeq) {
        assert(outcome.seq === this.#handedSeq + 1, `event ${outcome.seq} follows ${this.#handedSeq}`);
        this.#handedSeq = outcome.seq;
        events.push({ seq: outcome.seq, event: present(batch.events[place], 'event') });
      }
    }
    return { outcomes, events, deadLetters };
  }

  async #decideAndCommit(
    events: readonly SequencedEvent[],
    batch: EngineBatch,
    stored: { readonly outcomes: readonly StoreOutcome[]; readonly deadLetters: readonly DeadLetter[] },
  ): Promise<EngineOutcome> {
    return this.#orFail(async () => {
      const scored = await this.#scoring.run(() => this.#score(events));
      const outcome = { ...scored, outcomes: stored.outcomes, deadLetters: stored.deadLetters };
      await this.#committing.run(() => this.#commit(events, outcome, batch.positions));
      return outcome;
    });
  }

  /** Runs a stage; whatever it throws stops the engine, since the next batch must not pass one that was lost. */
  async #orFail<T>(stage: () => Promise<T>): Promise<T> {
    try {
      return await stage();
    } catch (error) {
      this.fail(error);
      throw error;
    }
  }

  async #score(events: readonly SequencedEvent[]): Promise<Scored> {
    this.#refuseAfterFailure();
    return this.#timed('score', events.length, async () => {
      const { graph } = this.#parts;
      const targets = await this.#patiently('score', () => readReversalTargets(graph, events));
      return this.#parts.scorer.decide(events, targets);
    });
  }

  async #commit(
    events: readonly SequencedEvent[],
    outcome: EngineOutcome,
    positions: readonly SourcePosition[],
  ) {
    this.#refuseAfterFailure();
    const { ledger } = this.#parts;
    const { decisions, ringEvents, alertEvents, deadLetters } = outcome;
    const last = events.at(-1)?.seq ?? 0;
    let attempts = 0;
    await this.#retried('commit', events.length + deadLetters.length, async () => {
      attempts += 1;
      // A commit whose acknowledgement was lost is already there: writing it again would be refused.
      if (attempts > 1 && last > 0 && (await ledger.lastSeq()) >= last) return;
      await ledger.commit({ events, decisions, ringEvents, alertEvents, deadLetters, positions });
    });
    await this.#annotate(outcome);
    for (const listener of this.#listeners) listener(outcome);
    await this.#checkpointWhenDue();
  }

  #retried<T>(stage: Stage, records: number, task: () => Promise<T>): Promise<T> {
    return this.#timed(stage, records, () => this.#patiently(stage, task));
  }

  #patiently<T>(stage: Stage, task: () => Promise<T>): Promise<T> {
    const { config, clock, log } = this.#parts;
    const signal = this.#stopping.signal;
    const onRetry = (error: unknown) => {
      this.observers.retry(stage, isAnelError(error) ? error.code : 'INTERNAL');
      log.warn({ stage, error: messageOf(error) }, 'a store does not answer; trying again');
    };
    return withRetry({ limits: config.ingest, clock, signal, onRetry }, task);
  }

  /** Tells the observers how long the work took, retries included; nothing when it fails. */
  async #timed<T>(stage: Stage, records: number, work: () => Promise<T>): Promise<T> {
    const { clock } = this.#parts;
    const startUs = clock.monotonicUs();
    const result = await work();
    this.observers.stage(stage, clock.monotonicUs() - startUs, records);
    return result;
  }

  async #annotate({ decisions, ringEvents }: Scored): Promise<void> {
    const flagged: Decision[] = decisions.filter(({ verdict }) => verdict !== 'ALLOW');
    if (flagged.length === 0 && ringEvents.length === 0) return;
    const { graph, scorer } = this.#parts;
    const annotations = annotationsOf(flagged, ringEvents, (account) => scorer.ringOf(account));
    await this.#retried('annotate', flagged.length, () => graph.annotate(annotations));
  }

  async #checkpointWhenDue(): Promise<void> {
    const { clock, config, log } = this.#parts;
    if (clock.monotonicUs() - this.#checkpointUs < config.graph.checkpointEveryMs * 1000) return;
    try {
      await this.#checkpoint();
    } catch (error) {
      // Nothing is lost without it: the journal keeps what the next one will make durable.
      log.warn({ error: messageOf(error) }, 'the graph store was not checkpointed; trying again later');
      this.#checkpointUs = clock.monotonicUs();
    }
  }

  async #checkpoint(): Promise<void> {
    const { graph, ledger, clock } = this.#parts;
    const safeSeq = await graph.checkpoint();
    await ledger.pruneJournal(Math.min(safeSeq, await ledger.lastSeq()));
    this.#checkpointUs = clock.monotonicUs();
  }

  #refuseAfterFailure(): void {
    if (this.#failure === null) return;
    throw new AnelError(
      'UNAVAILABLE',
      'process a batch: the engine stopped after an error; restart Anel to go on',
      {
        cause: this.#failure,
      },
    );
  }
}
