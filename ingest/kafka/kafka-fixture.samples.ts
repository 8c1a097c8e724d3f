import {
  type EachBatchPayload,
  type KafkaMessage,
  type Message,
  Partitioners,
  type Producer,
  type ProducerConfig,
} from 'kafkajs';
import { type Config, parseConfig } from '../../base/config.ts';
import { openLog } from '../../base/log.ts';
import { KafkaAdmin } from './kafka-admin.ts';
import { openKafkaClient } from './open-kafka-client.ts';

/** For tests: nothing is logged. */
export const silentLog = openLog('silent');

let made = 0;

/** For tests: settings whose topics and group nobody else uses. */
export function testSettings(brokers: string, changes: Partial<Config['kafka']> = {}): Config['kafka'] {
  made += 1;
  const prefix = `anel-test-${process.pid}-${made}`;
  const roles = ['transactions', 'authentications', 'logs', 'decisions', 'alerts', 'deadLetters'];
  const topics = Object.fromEntries(roles.map((role) => [role, `${prefix}-${role}`]));
  const { kafka } = parseConfig({
    kafka: { brokers: brokers.split(','), groupId: `${prefix}-group`, clientId: prefix, topics, ...changes },
  });
  return kafka;
}

/** For tests: does something with an admin of its own. */
export async function withAdmin<T>(
  config: Config['kafka'],
  task: (admin: Awaited<ReturnType<typeof openAdmin>>) => Promise<T>,
): Promise<T> {
  const admin = await openAdmin(config);
  try {
    return await task(admin);
  } finally {
    await admin.disconnect();
  }
}

/** For tests: makes the three input topics, that of transactions with as many partitions as said. */
export async function makeInputs(config: Config['kafka'], partitions = 1): Promise<void> {
  const { transactions, authentications, logs } = config.topics;
  await makeTopics(config, { [transactions]: partitions, [authentications]: 1, [logs]: 1 });
}

/** For tests: makes topics with so many partitions each. */
export async function makeTopics(
  config: Config['kafka'],
  topics: Readonly<Record<string, number>>,
): Promise<void> {
  const admin = new KafkaAdmin(await openKafkaClient(config, silentLog));
  for (const [topic, numPartitions] of Object.entries(topics)) {
    await admin.createTopic({ topic, numPartitions });
    await admin.settled(topic, config);
  }
  await admin.close();
}

/** For tests: removes the topics and the group of some settings. */
export async function removeAll(config: Config['kafka']): Promise<void> {
  await withAdmin(config, async (admin) => {
    const names = new Set<string>(Object.values(config.topics));
    const topics = (await admin.listTopics()).filter((topic) => names.has(topic));
    await admin.deleteTopics({ topics });
    await admin.deleteGroups([config.groupId]).catch(() => {});
  });
}

/** For tests: sends messages to one topic, at most 1,000 in a request. */
export async function send(
  config: Config['kafka'],
  topic: string,
  messages: readonly Message[],
): Promise<void> {
  const producer = await openProducer(config);
  for (let from = 0; from < messages.length; from += 1000) {
    await producer.send({ topic, messages: messages.slice(from, from + 1000) });
  }
  await producer.disconnect();
}

/** For tests: everything that is in a topic now, partition by partition, read by a client of its own. */
export async function readTopic(config: Config['kafka'], topic: string): Promise<KafkaMessage[]> {
  const offsets = await withAdmin(config, (admin) => admin.fetchTopicOffsets(topic));
  const total = offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  if (total === 0) return [];
  const groupId = `${config.groupId}-reads-${topic}`;
  const consumer = (await openKafkaClient(config, silentLog)).consumer({ groupId, maxWaitTimeInMs: 20 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const found: { partition: number; message: KafkaMessage }[] = [];
  await new Promise<void>((resolve, reject) => {
    const eachBatch = async ({ batch }: EachBatchPayload) => {
      for (const message of batch.messages) found.push({ partition: batch.partition, message });
      if (found.length >= total) resolve();
    };
    consumer.run({ autoCommit: false, eachBatch }).catch(reject);
  });
  await consumer.disconnect();
  await withAdmin(config, (admin) => admin.deleteGroups([groupId]));
  found.sort((a, b) => a.partition - b.partition || Number(a.message.offset) - Number(b.message.offset));
  return found.map(({ message }) => message);
}

/** For tests: what the group has committed, by `topic/partition`. */
export async function groupOffsets(config: Config['kafka']): Promise<Map<string, number>> {
  const found = await withAdmin(config, (admin) => admin.fetchOffsets({ groupId: config.groupId }));
  return new Map(
    found.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset }) => [`${topic}/${partition}`, Number(offset)] as const),
    ),
  );
}

/** For tests: a connected producer. */
export async function openProducer(config: Config['kafka'], options: ProducerConfig = {}): Promise<Producer> {
  const client = await openKafkaClient(config, silentLog);
  const producer = client.producer({ createPartitioner: Partitioners.DefaultPartitioner, ...options });
  await producer.connect();
  return producer;
}

async function openAdmin(config: Config['kafka']) {
  const admin = (await openKafkaClient(config, silentLog)).admin();
  await admin.connect();
  return admin;
}
