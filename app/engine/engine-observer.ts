/** A step of the life of an event, in the order in which it takes them. */
export type Stage = 'decode' | 'store' | 'score' | 'commit' | 'annotate' | 'publish';

/** Told what the engine, and what stands before and behind it, is doing. Called a few times per batch; must be quick and never throw. */
export interface EngineObserver {
  /** A stage is done with a batch: how long it worked on it, waiting for its turn not included, and how many records it had. */
  stage(name: Stage, durationUs: number, records: number): void;
  /** A stage failed with a code and will be tried again. */
  retry(name: Stage, code: string): void;
}

/** Observers that come and go; tells all of them. Without any, a call costs nothing. */
export class EngineObservers implements EngineObserver {
  readonly #observers = new Set<EngineObserver>();

  /** Tells the observer from now on, until the answered function is called. */
  add(observer: EngineObserver): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  stage(name: Stage, durationUs: number, records: number): void {
    for (const observer of this.#observers) observer.stage(name, durationUs, records);
  }

  retry(name: Stage, code: string): void {
    for (const observer of this.#observers) observer.retry(name, code);
  }
}
