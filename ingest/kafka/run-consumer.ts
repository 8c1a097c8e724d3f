import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, IMemberAssignment, Kafka } from 'kafkajs';
import type { Config } from '../../base/config.ts';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { retryOptions } from './open-kafka-client.ts';
import { streamError } from './stream-error.ts';

/** Who is told what a consumer does. None of them may throw or wait: the consumer would stop saying that it is there. */
export interface ConsumerHandlers {
  /** Called at every assignment in the turn in which it comes into force, before anything is fetched under it. */
  joined(consumer: Consumer, assignment: IMemberAssignment): void;
  /** What was fetched is left alone unless its offsets are resolved. */
  fetched(payload: EachBatchPayload): void;
  /** Everything of the partition before `offset` was fetched, and the last of it held no message. */
  passed(topic: string, partition: number, offset: number): void;
  /** The consumer has ended: whatever it gave must not be used any more, since that would connect it again. */
  lost(): void;
}

export interface ConsumerOptions {
  readonly client: Kafka;
  readonly config: Config['kafka'];
  readonly log: Log;
  readonly topics: readonly string[];
}

/**
 * Keeps a member in the consumer group until `signal` aborts; then it leaves. A consumer that fails is replaced by a new one after a
 * pause that doubles up to `kafka.retryMaxMs`, as often as it takes. Rejects with STREAM_FAILED for a cause that trying again
 * does not cure. kafkajs' own restart is off: it gives up for good when it finds no coordinator, which is what an outage looks like.
 */
export async function runConsumer(
  options: ConsumerOptions,
  handlers: ConsumerHandlers,
  signal: AbortSignal,
): Promise<void> {
  const { config, log } = options;
  let waitMs = config.retryBaseMs;
  const joined: ConsumerHandlers['joined'] = (consumer, assignment) => {
    waitMs = config.retryBaseMs;
    handlers.joined(consumer, assignment);
  };
  while (!signal.aborted) {
    const cause = await runOne(options, { ...handlers, joined }, signal);
    if (signal.aborted) return;
    const error = streamError('reading from Kafka', cause);
    if (!error.retryable) throw error;
    log.warn({ error: error.message, waitMs }, 'the Kafka consumer failed and is started again');
    await sleep(waitMs, undefined, { signal }).catch(() => {});
    waitMs = Math.min(config.retryMaxMs, waitMs * 2);
  }
}

/** One consumer from its start to its end. Resolves to why it ended; the value means nothing after an abort. */
async function runOne(
  options: ConsumerOptions,
  handlers: ConsumerHandlers,
  signal: AbortSignal,
): Promise<unknown> {
  const consumer = openConsumer(options);
  const done = new AbortController();
  const ended = endOf(consumer, signal, done.signal);
  listen(consumer, handlers);
  const starting = start(consumer, options, handlers, signal);
  try {
    await Promise.race([starting, ended]);
    return await ended;
  } catch (error) {
    return error;
  } finally {
    done.abort();
    handlers.lost();
    await leave(consumer, starting, options);
  }
}

function openConsumer({ client, config }: ConsumerOptions): Consumer {
  return client.consumer({
    groupId: config.groupId,
    sessionTimeout: config.sessionTimeoutMs,
    rebalanceTimeout: config.rebalanceTimeoutMs,
    // kafkajs refuses an interval that is not below the timeout, and recommends a third.
    heartbeatInterval: Math.min(config.heartbeatEveryMs, Math.ceil(config.sessionTimeoutMs / 3)),
    maxWaitTimeInMs: config.fetchWaitMs,
    maxBytes: config.fetchBytesMax,
    maxBytesPerPartition: config.partitionFetchBytesMax,
    allowAutoTopicCreation: false,
    retry: { ...retryOptions(config), restartOnFailure: async () => false },
  });
}

/** Resolves at a crash to its error, and at an abort of `signal`, to which it listens until `done` aborts. */
function endOf(consumer: Consumer, signal: AbortSignal, done: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => resolve(payload.error));
    signal.addEventListener('abort', () => resolve(null), { signal: done });
    if (signal.aborted) resolve(null);
  });
}

function listen(consumer: Consumer, handlers: ConsumerHandlers): void {
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) =>
    handlers.joined(consumer, payload.memberAssignment),
  );
  // Fetched ranges without a message never reach eachBatch.
  consumer.on(consumer.events.START_BATCH_PROCESS, ({ payload }) => {
    const { topic, partition, batchSize, lastOffset } = payload;
    if (batchSize === 0) handlers.passed(topic, partition, Number(lastOffset) + 1);
  });
}

async function start(
  consumer: Consumer,
  { topics }: ConsumerOptions,
  handlers: ConsumerHandlers,
  signal: AbortSignal,
): Promise<void> {
  await consumer.connect();
  if (signal.aborted) return;
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  if (signal.aborted) return;
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    eachBatch: async (payload) => handlers.fetched(payload),
  });
}

/**
 * Leaves the group, waiting no longer than for one request: with all brokers away it would take all retries. What was still starting is
 * stopped once it has started.
 */
async function leave(
  consumer: Consumer,
  starting: Promise<void>,
  { config, log }: ConsumerOptions,
): Promise<void> {
  const disconnect = () =>
    consumer.disconnect().catch((error: unknown) => {
      log.warn({ error: messageOf(error) }, 'a Kafka consumer did not leave cleanly');
    });
  const leaving = disconnect().then(() => starting.then(disconnect, disconnect));
  const timer = new AbortController();
  const limit = sleep(config.requestTimeoutMs, undefined, { signal: timer.signal }).catch(() => {});
  await Promise.race([leaving, limit]);
  timer.abort();
}
