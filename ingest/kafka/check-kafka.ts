import type { Admin } from 'kafkajs';
import { CheckFailure, type CheckResult, isLoopback, runCheck } from '../../base/check.ts';
import type { Config } from '../../base/config.ts';
import { isAnelError, messageOf } from '../../base/errors.ts';
import { openLog } from '../../base/log.ts';
import { openKafkaClient } from './open-kafka-client.ts';

type Settings = Config['kafka'];

/** The longest wait for one connection or answer here: several of them must fit into the time of a check. */
const stepWaitMs = 3000;

/**
 * Whether each broker of the settings answers and lets us in, whether the cluster can be reached at the addresses that it gives out,
 * and whether the topics are there or may be made, which a request that only validates tells. Changes nothing. Without brokers there
 * is nothing to check.
 */
export function checkKafka(settings: Settings): Promise<CheckResult> {
  return runCheck({
    part: 'kafka',
    secrets: [settings.password],
    adviceOf: (error) => adviceOf(error, settings),
    look: async () =>
      settings.brokers.length === 0 ? { detail: 'not used: kafka.brokers is empty' } : look(settings),
  });
}

async function look(settings: Settings) {
  const { brokers } = settings;
  const attempts = await Promise.allSettled(brokers.map((broker) => connect(settings, broker)));
  const admins = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
  const silent = brokers.filter((_, place) => attempts[place]?.status === 'rejected');
  try {
    const [admin] = admins;
    if (admin === undefined) throw attempts.find((attempt) => attempt.status === 'rejected')?.reason;
    const cluster = await admin.describeCluster();
    const topics = await topicState(admin, settings);
    await admin.describeGroups([settings.groupId]);
    return {
      detail: `${cluster.brokers.length} ${cluster.brokers.length === 1 ? 'broker' : 'brokers'} at ${brokers.join(',')}, ${topics}`,
      warning: warningOf(silent, settings),
    };
  } finally {
    await Promise.all(admins.map((admin) => admin.disconnect()));
  }
}

function warningOf(silent: readonly string[], { brokers, tls }: Settings): string | null {
  if (silent.length > 0) return `${silent.join(', ')} did not answer: start them, or correct kafka.brokers`;
  const isLocal = brokers.every((broker) => isLoopback(broker.replace(/:\d+$/, '')));
  return tls || isLocal ? null : 'the connections are not encrypted: set kafka.tls where brokers offer TLS';
}

/** As the service connects, but to one broker, once, and with no more patience than a check has. */
async function connect(settings: Settings, broker: string): Promise<Admin> {
  const { connectTimeoutMs, requestTimeoutMs } = settings;
  const hasty = {
    ...settings,
    brokers: [broker],
    connectTimeoutMs: Math.min(connectTimeoutMs, stepWaitMs),
    requestTimeoutMs: Math.min(requestTimeoutMs, stepWaitMs),
    retriesMax: 0,
  };
  const admin = (await openKafkaClient(hasty, openLog('silent'))).admin();
  try {
    await admin.connect();
    return admin;
  } catch (error) {
    await admin.disconnect();
    throw error;
  }
}

/** Only topics that are listed are asked about: asking for one that is missing makes it on some brokers. */
async function topicState(admin: Admin, settings: Settings): Promise<string> {
  const listed = new Set(await admin.listTopics());
  const names = Object.values(settings.topics);
  const missing = names.filter((name) => !listed.has(name));
  if (missing.length === 0) return `its ${names.length} topics are there`;
  const list = `topic${missing.length === 1 ? '' : 's'} ${missing.map((name) => `"${name}"`).join(', ')}`;
  if (!settings.createTopics) {
    throw new CheckFailure(
      `the cluster does not have the ${list}`,
      'make them, correct kafka.topics, or let Anel make them with kafka.createTopics',
    );
  }
  const { partitions: numPartitions, replicationFactor } = settings;
  await admin
    .createTopics({
      topics: missing.map((topic) => ({ topic, numPartitions, replicationFactor })),
      validateOnly: true,
      waitForLeaders: false,
      timeout: stepWaitMs,
    })
    .catch((error: unknown) => {
      throw new CheckFailure(
        `the ${list} cannot be made: ${reasonOf(error)}`,
        'allow it to the user, correct kafka.partitions and kafka.replicationFactor, or make the topics yourself',
      );
    });
  return `${missing.length} of its ${names.length} topics will be made at the start`;
}

/** kafkajs gives one error per topic. */
function reasonOf(error: unknown): string {
  const errors = error instanceof Error && 'errors' in error ? (error.errors as readonly unknown[]) : [error];
  return [...new Set(errors.map(messageOf))].join('; ');
}

function adviceOf(error: unknown, { mechanism, brokers }: Settings): string {
  const text = messageOf(error);
  if (isAnelError(error)) return 'correct the setting that the message names';
  if (/SASL|authentication/i.test(text)) {
    return mechanism === 'none'
      ? 'the brokers ask who we are: set kafka.mechanism, kafka.user and kafka.password'
      : 'correct kafka.mechanism, kafka.user and kafka.password';
  }
  if (/not authorized|authorization/i.test(text))
    return 'allow the user to describe the topics and to read with the group of kafka.groupId';
  if (/certificate|ssl|tls/i.test(text))
    return 'compare kafka.tls, kafka.ca and kafka.certificate with the brokers';
  return `see whether a broker runs at ${brokers.join(', ')} and whether kafka.tls fits it, or correct kafka.brokers`;
}
