import type { ITopicConfig } from 'kafkajs';
import type { Config } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { KafkaAdmin } from './kafka-admin.ts';
import { openKafkaClient } from './open-kafka-client.ts';

type TopicRole = keyof Config['kafka']['topics'];

/** Bytes that a message may have beyond `kafka.messageBytesMax`: its headers, and what Anel adds to a dead letter. */
const headroomBytes = 65_536;

/**
 * Makes those of the six topics that are missing, and answers their names; topics that exist are left as they are. May run in several
 * processes at once. Throws STREAM_FAILED when topics are missing and `kafka.createTopics` is false, or when the brokers refuse them;
 * STREAM_UNAVAILABLE when no broker answers.
 */
export async function ensureTopics(options: {
  readonly config: Config['kafka'];
  readonly log: Log;
}): Promise<readonly string[]> {
  const { config, log } = options;
  const admin = new KafkaAdmin(await openKafkaClient(config, log));
  try {
    const existing = new Set(await admin.topics());
    const missing = topicsOf(config).filter(({ topic }) => !existing.has(topic));
    if (missing.length > 0 && !config.createTopics) throw missingError(missing);
    const made: string[] = [];
    for (const topic of missing) {
      if (await admin.createTopic(topic)) made.push(topic.topic);
    }
    for (const { topic } of missing) await admin.settled(topic, config);
    return made;
  } finally {
    await admin.close();
  }
}

function missingError(missing: readonly ITopicConfig[]): AnelError {
  const names = missing.map(({ topic }) => `"${topic}"`).join(', ');
  const message = `looking for the topics ${names} failed: they do not exist, or the user may not see them; make them as docs/kafka.md describes, or set kafka.createTopics to true`;
  return new AnelError('STREAM_FAILED', message);
}

function topicsOf(config: Config['kafka']): ITopicConfig[] {
  return (Object.keys(config.topics) as TopicRole[]).map((role) => ({
    topic: config.topics[role],
    numPartitions: config.partitions,
    replicationFactor: config.replicationFactor,
    configEntries: Object.entries(settingsOf(role, config)).map(([name, value]) => ({ name, value })),
  }));
}

/**
 * Alerts are kept as the last state of each. Inputs are stored without compression, whatever the producer used: kafkajs reads gzip alone.
 * With three copies or more, a message counts as written when two have it.
 */
function settingsOf(role: TopicRole, config: Config['kafka']): Record<string, string> {
  const isInput = role === 'transactions' || role === 'authentications' || role === 'logs';
  return {
    'max.message.bytes': String(config.messageBytesMax + headroomBytes),
    'min.insync.replicas': config.replicationFactor >= 3 ? '2' : '1',
    ...(role === 'alerts'
      ? { 'cleanup.policy': 'compact' }
      : { 'cleanup.policy': 'delete', 'retention.ms': String(config.retentionMs) }),
    ...(isInput ? { 'compression.type': 'uncompressed' } : null),
  };
}
