import { setTimeout as sleep } from 'node:timers/promises';
import type { Submission, Submitted } from '../../api/services.ts';
import { submittedName } from '../../api/transaction/submit-elsewhere.ts';
import { present } from '../../base/assert.ts';
import type { Config } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';
import type { Ledger } from '../../ledger/model.ts';
import type { Engine, EngineOutcome } from '../engine/engine.ts';

interface Waiting {
  readonly event: Submitted;
  resolve(submission: Submission): void;
  reject(error: unknown): void;
}

/**
 * Takes single transactions and labels through the engine: those that wait at the same time share a batch, and the first of a batch waits
 * at most `live.lingerMs` for company. Throws UNAVAILABLE when `live.queueMax` are already waiting.
 */
export class LiveQueue {
  readonly #engine: Engine;
  readonly #ledger: Pick<Ledger, 'decision'>;
  readonly #config: Config;
  #waiting: Waiting[] = [];
  #draining: Promise<void> | null = null;

  constructor(engine: Engine, ledger: Pick<Ledger, 'decision'>, config: Config) {
    this.#engine = engine;
    this.#ledger = ledger;
    this.#config = config;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves when the transaction is decided and committed, or the label committed. */
  submit(event: Submitted): Promise<Submission> {
    if (this.#waiting.length >= this.#config.live.queueMax) {
      throw new AnelError(
        'UNAVAILABLE',
        `submit ${submittedName(event)}: ${this.#waiting.length} are waiting; try again`,
      );
    }
    const answered = new Promise<Submission>((resolve, reject) => {
      this.#waiting.push({ event, resolve, reject });
    });
    this.#draining ??= this.#drain();
    return answered;
  }

  /** Waits until nothing is under way. */
  async idle(): Promise<void> {
    await this.#draining;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      await sleep(this.#config.live.lingerMs);
      const batch = this.#waiting.splice(0, this.#config.ingest.batchMax);
      await this.#process(batch);
    }
    this.#draining = null;
  }

  async #process(batch: readonly Waiting[]): Promise<void> {
    try {
      const events = batch.map(({ event }) => event);
      const outcome = await this.#engine.process({ events, refuse: null, deadLetters: [], positions: [] });
      for (const [place, waiting] of batch.entries())
        waiting.resolve(await this.#answer(waiting.event, place, outcome));
    } catch (error) {
      for (const waiting of batch) waiting.reject(error);
    }
  }

  async #answer(event: Submitted, place: number, outcome: EngineOutcome): Promise<Submission> {
    const result = present(outcome.outcomes[place], 'outcome');
    if (result.status === 'refused')
      return { outcome: 'REFUSED', code: result.code, message: result.message };
    const name = result.status === 'stored' ? 'DECIDED' : 'DUPLICATE';
    const fresh = outcome.decisions.find(({ seq }) => seq === result.seq);
    const decision = fresh ?? (event.kind === 'transfer' ? await this.#ledger.decision(event.id) : null);
    return decision === null ? { outcome: name } : { outcome: name, decision };
  }
}
