import { isAnelError, messageOf } from '../../base/errors.ts';
import { ensureTopics } from '../../ingest/kafka/ensure-topics.ts';
import { openKafkaPublisher } from '../../ingest/kafka/kafka-publisher.ts';
import { type KafkaSource, openKafkaSource } from '../../ingest/kafka/kafka-source.ts';
import { ingestSource } from '../engine/ingest-source.ts';
import { withRetry } from '../engine/retry.ts';
import type { Service } from '../open-service.ts';
import { OutboxRelay } from './outbox-relay.ts';

/** The stream of the settings, running through a service. */
export interface RunningStream {
  readonly source: KafkaSource;
  /** Rejects with what ended the stream before it was closed. */
  readonly failed: Promise<never>;
  /** Takes no more from the topics, waits for what is under way, and sends what it led to. */
  close(): Promise<void>;
}

/**
 * Runs the events of Kafka through the engine of a service, and what the ledger announces to Kafka. Null when the settings name no
 * broker. A broker that does not answer is asked again, for `ingest.outageMaxMs` or until `signal` aborts. Throws CONFIG_INVALID,
 * STREAM_UNAVAILABLE or STREAM_FAILED.
 */
export async function runStream(service: Service, signal: AbortSignal): Promise<RunningStream | null> {
  const { config, clock, log, ledger } = service;
  if (config.kafka.brokers.length === 0) return null;
  const onRetry = (error: unknown) =>
    log.warn({ error: messageOf(error) }, 'Kafka does not answer; trying again');
  const patiently = <T>(open: () => Promise<T>) =>
    withRetry({ limits: config.ingest, clock, signal, onRetry }, open);
  const kafka = { config: config.kafka, log };
  await patiently(() => ensureTopics(kafka));
  const ledgerId = await ledger.ledgerId();
  const publisher = await patiently(() => openKafkaPublisher({ ...kafka, ledgerId }));
  const relay = new OutboxRelay({
    ledger,
    stillOwner: () => ledger.renewLease(config.ledger.leaseMs),
    publisher,
    config,
    clock,
    log,
    observer: service.engine.observers,
  });
  const stopWaking = service.engine.onCommit(() => relay.wake());
  const closeRelay = async () => {
    stopWaking();
    await relay.close({ sends: service.engine.healthy });
    await publisher.close();
  };
  try {
    const source = await patiently(() => openKafkaSource({ ...kafka, clock }));
    return startReading(service, source, relay.failed, closeRelay);
  } catch (error) {
    await closeRelay();
    throw error;
  }
}

function startReading(
  service: Service,
  source: KafkaSource,
  relayFailed: Promise<never>,
  closeRelay: () => Promise<void>,
): RunningStream {
  const stopping = new AbortController();
  const reading = readAll(service, source, stopping.signal);
  const failed = new Promise<never>((_resolve, reject) => {
    reading.catch(reject);
    relayFailed.catch(reject);
  });
  failed.catch(() => {}); // whoever watches the stream is told; nobody has to
  const close = async () => {
    stopping.abort();
    await reading.catch((error: unknown) => {
      if (!isAnelError(error))
        service.log.error({ error: messageOf(error) }, 'the stream ended with an error');
    });
    await source.close();
    await closeRelay();
  };
  return { source, failed, close };
}

async function readAll(service: Service, source: KafkaSource, signal: AbortSignal): Promise<void> {
  const { engine, ledger, config } = service;
  const { batchMax, queueMax } = config.ingest;
  const positionOf = (partition: string) => ledger.position(partition);
  for await (const _batch of ingestSource(engine, source, { positionOf, batchMax, queueMax, signal }));
}
