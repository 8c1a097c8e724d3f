import { type Config, parseConfig } from '../../base/config.ts';
import type { Log } from '../../base/log.ts';
import type { GraphEvent, TransferEvent } from '../../graph/model/event.ts';
import { bareKafkaConsumer } from '../../ingest/kafka/bare-kafka-consumer.ts';
import { ensureTopics } from '../../ingest/kafka/ensure-topics.ts';
import { openKafkaSource } from '../../ingest/kafka/kafka-source.ts';
import { openMessageSender } from '../../ingest/kafka/message-sender.ts';
import type { Contest } from './contest.ts';
import type { StorePair } from './store-contest.ts';
import { appendAll } from './write-texts.ts';

/**
 * Messages that are in a topic of four partitions: what the source takes from there into the store, against a plain consumer with the
 * bare loop. Each round has topics and a group of its own; the clock starts at the first batch, when the group has formed.
 */
export function kafkaContest({ store, bare, close }: StorePair, config: Config, log: Log): Contest {
  let made = 0;
  const freshTopics = async (texts: readonly string[]) => {
    made += 1;
    const kafka = topicsOf(config, made);
    await ensureTopics({ config: kafka, log });
    const messages = texts.map((value, index) => ({ key: String(index), value }));
    const sender = await openMessageSender({ config: kafka, log });
    await sender.send(kafka.topics.transactions, messages).finally(() => sender.close());
    return kafka;
  };
  return {
    ours: async ({ texts }, start) =>
      appendAll(store, await batchesOf(await freshTopics(texts), config, log, start)),
    bare: async ({ bare: transfers }, start) => {
      const kafka = await freshTopics(transfers.map((transfer) => JSON.stringify(transfer)));
      const topic = kafka.topics.transactions;
      const options = {
        topic,
        groupId: kafka.groupId,
        total: transfers.length,
        batchMax: config.graph.batchMax,
      };
      let first = true;
      await bareKafkaConsumer(kafka, log, options, async (values) => {
        if (first) start();
        first = false;
        await bare.write(values.map((value) => JSON.parse(value.toString()) as TransferEvent));
      });
      return transfers.length;
    },
    close,
  };
}

function topicsOf(config: Config, number: number): Config['kafka'] {
  const names = ['transactions', 'authentications', 'logs', 'decisions', 'alerts', 'deadLetters'];
  const topics = Object.fromEntries(names.map((name) => [name, `bench-${number}-${name}`]));
  return parseConfig({ kafka: { ...config.kafka, topics, groupId: `bench-${number}` } }).kafka;
}

async function batchesOf(
  kafka: Config['kafka'],
  { graph }: Config,
  log: Log,
  start: () => void,
): Promise<AsyncIterable<GraphEvent[]>> {
  const source = await openKafkaSource({ config: kafka, log, untilEnd: true });
  async function* batches() {
    let first = true;
    const positionOf = async () => 0;
    for await (const batch of source.batches(positionOf, graph.batchMax, new AbortController().signal)) {
      if (first) start();
      first = false;
      yield batch.records.flatMap(({ decoded }) => (decoded.status === 'event' ? [decoded.event] : []));
      await source.acknowledge(batch);
    }
    await source.close();
  }
  return batches();
}
