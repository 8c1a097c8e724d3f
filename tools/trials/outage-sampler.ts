import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceProcess } from './stage/service-process.ts';
import type { Stage } from './stage/stage.ts';
import { inputTopics } from './traffic/planned-message.ts';
import type { TrafficFeed } from './traffic/traffic-feed.ts';

/** What a service looked like at one moment. */
export interface Sample {
  readonly isAlive: boolean;
  /** Null when its metrics did not answer. */
  readonly heapMiB: number | null;
  readonly rssMiB: number | null;
  /** Messages that are in the input topics, or that wait for the broker, and are not consumed. */
  readonly lag: number;
  readonly decisions: number;
  readonly lastSeq: number;
}

const everyMs = 1000;
const answerMaxMs = 3000;
const bytesOfMiB = 2 ** 20;

/** Samples a service once a second in the background. */
export class OutageSampler {
  readonly #stage: Stage;
  readonly #service: ServiceProcess;
  readonly #feed: TrafficFeed;
  readonly #ending = new AbortController();
  readonly #running: Promise<void>;
  #samples: Sample[] = [];

  constructor(stage: Stage, service: ServiceProcess, feed: TrafficFeed) {
    this.#stage = stage;
    this.#service = service;
    this.#feed = feed;
    this.#running = this.#run();
    this.#running.catch(() => {}); // told by close
  }

  /** The samples since the last call, at least one; the next call begins anew. */
  async take(): Promise<readonly Sample[]> {
    const taken = [...this.#samples, await this.sample()];
    this.#samples = [];
    return taken;
  }

  /** One sample, now. */
  async sample(): Promise<Sample> {
    const { ledger, stream, config, server } = this.#stageParts();
    const topics = inputTopics.map((topic) => config.kafka.topics[topic]);
    const isBrokerUp = server('kafka').pid !== null;
    const produced = isBrokerUp ? await stream.produced(topics) : null;
    const { consumed, decisions, lastSeq } = await ledger.progress();
    const lag = Math.max(0, (produced ?? this.#feed.allowed) - consumed);
    return { isAlive: this.#service.isAlive, ...(await this.#memory()), lag, decisions, lastSeq };
  }

  /** Throws what a sample failed with. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  #stageParts() {
    const { ledger, stream, config } = this.#stage;
    return { ledger, stream, config, server: this.#stage.server.bind(this.#stage) };
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      this.#samples.push(await this.sample());
      await pause(everyMs, undefined, { signal }).catch(() => {});
    }
  }

  async #memory(): Promise<Pick<Sample, 'heapMiB' | 'rssMiB'>> {
    const url = `${this.#service.url}/metrics`;
    const text = await fetch(url, { signal: AbortSignal.timeout(answerMaxMs) })
      .then((answer) => answer.text())
      .catch(() => '');
    return {
      heapMiB: gauge(text, 'nodejs_heap_size_used_bytes'),
      rssMiB: gauge(text, 'process_resident_memory_bytes'),
    };
  }
}

/** A gauge of the Prometheus text format, in MiB; null when it is not there. */
function gauge(text: string, name: string): number | null {
  const match = new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)`, 'm').exec(text);
  return match === null ? null : Math.round(Number(match[1]) / bytesOfMiB);
}
