import type { Counter, Gauge } from 'prom-client';
import type { Clock } from '../../base/clock.ts';

/** The longest that one reading of the metrics waits for a source: a scraper gives up after about ten seconds. */
const readWaitMs = 2000;

/** A number of a source with its labels. */
export interface Sample {
  readonly value: number;
  readonly labels?: Readonly<Record<string, string | number>>;
}

/** Answers the numbers of a part, at once or after asking it. */
export type MetricSource<T> = () => T | Promise<T>;

/** A metric whose samples are made from what a source answers. */
export interface WatchedMetric<T> {
  readonly metric: Gauge<string> | Counter<string>;
  readonly samples: (value: T) => readonly Sample[];
}

/**
 * Metrics of a part that is asked when they are read. While nothing is watched, and when the part fails or does not answer in time, they
 * have no samples: a number that is not known is absent, not zero and not the last one. Failures are counted.
 */
export class Watched<T> {
  readonly #clock: Clock;
  readonly #onFailure: () => void;
  #source: MetricSource<T> | null = null;
  #freshForMs = 0;
  #answer: Promise<T | null> | null = null;
  #answeredMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, onFailure: () => void, metrics: readonly WatchedMetric<T>[]) {
    this.#clock = clock;
    this.#onFailure = onFailure;
    for (const { metric, samples } of metrics) {
      // prom-client calls this each time that it writes the metric; its types know it as an option only.
      Object.assign(metric, { collect: async () => setSamples(metric, await this.#read(), samples) });
    }
  }

  /** Asks the source from now on, at most once in `freshForMs`, until the answered function is called. */
  watch(source: MetricSource<T>, freshForMs = 0): () => void {
    this.#source = source;
    this.#freshForMs = freshForMs;
    this.#answer = null;
    return () => {
      if (this.#source === source) this.#source = null;
      this.#answer = null;
    };
  }

  /** One question serves every metric that is read at the same time. */
  #read(): Promise<T | null> {
    const source = this.#source;
    if (source === null) return Promise.resolve(null);
    const isFresh = this.#clock.nowMs() - this.#answeredMs < this.#freshForMs;
    if (this.#answer === null || !isFresh) this.#ask(source);
    return this.#answer ?? Promise.resolve(null);
  }

  #ask(source: MetricSource<T>): void {
    const answer = inTime(source).catch(() => {
      this.#onFailure();
      return null;
    });
    this.#answer = answer;
    this.#answeredMs = Number.POSITIVE_INFINITY;
    void answer.then(() => {
      if (this.#answer === answer) this.#answeredMs = this.#clock.nowMs();
    });
  }
}

function setSamples<T>(
  metric: Gauge<string> | Counter<string>,
  value: T | null,
  samples: (value: T) => readonly Sample[],
): void {
  metric.reset();
  // A metric without labels begins with one sample of zero.
  metric.remove({});
  if (value === null) return;
  for (const sample of samples(value)) metric.inc({ ...sample.labels }, sample.value);
}

async function inTime<T>(source: MetricSource<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), readWaitMs);
  });
  try {
    return await Promise.race([source(), late]);
  } finally {
    clearTimeout(timer);
  }
}
