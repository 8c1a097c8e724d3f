import { inputTopics } from '../traffic/planned-message.ts';
import type { ServiceProcess } from './service-process.ts';
import type { Stage } from './stage.ts';
import { waitFor } from './wait-for.ts';

const limitMs = 300_000;

/** Waits until everything that is in the input topics is decided or dead, and everything that it led to is published. Throws when a service ends before. */
export async function untilDrained(stage: Stage, services: readonly ServiceProcess[]): Promise<void> {
  const { stream, ledger, signal, config } = stage;
  const topics = inputTopics.map((topic) => config.kafka.topics[topic]);
  await waitFor('everything to be decided and published', { signal, limitMs, everyMs: 100 }, async () => {
    const ended = services.find((service) => !service.isAlive);
    if (ended !== undefined) throw new Error(`a service ended by itself: ${ended.logTail}`);
    const [produced, { consumed, outbox }] = [await stream.produced(topics), await ledger.progress()];
    return produced !== null && consumed === produced && outbox === 0 ? true : undefined;
  });
}
