import { z } from 'zod';
import { dayMs, minuteMs, secondMs } from '../clock.ts';
import { certificate, count, durationMs, secret } from './terms.ts';

const topic = (name: string, meaning: string) => z.string().min(1).default(name).describe(meaning);

const topics = z
  .strictObject({
    transactions: topic('transactions', 'Transfers and reversals come from here.'),
    authentications: topic('authentications', 'Authentications come from here.'),
    logs: topic('logs', 'Logs and labels of accounts come from here.'),
    decisions: topic('decisions', 'Decisions go here.'),
    alerts: topic('alerts', 'Alerts go here.'),
    deadLetters: topic('dead-letters', 'Messages that could not become an event go here.'),
  })
  .refine((names) => new Set(Object.values(names)).size === Object.keys(names).length, {
    error: 'two topics have one name: expected six different names',
  })
  .prefault({});

/** Kafka: where events come from and where decisions, alerts and dead letters go. */
export const kafkaSettings = z
  .strictObject({
    brokers: z
      .array(z.string().min(1))
      .default([])
      .describe('Addresses of brokers as host:port; without any, Kafka is not used.'),
    clientId: z.string().min(1).default('anel').describe('Name by which brokers know this client.'),
    groupId: z.string().min(1).default('anel').describe('Consumer group of the active scorer.'),
    topics,
    createTopics: z
      .boolean()
      .default(true)
      .describe('Whether topics that are missing are made at the start.'),
    partitions: count(4, 'Partitions of a topic that Anel makes.'),
    replicationFactor: count(1, 'Copies of each partition of a topic that Anel makes.'),
    retentionMs: durationMs(
      14 * dayMs,
      'How long a topic that Anel makes keeps its messages; alerts are kept as the last state of each.',
    ),
    tls: z.boolean().default(false).describe('Whether connections to brokers use TLS.'),
    ca: certificate(
      'File of the certificates (PEM) that brokers are checked with; null takes those of the system.',
    ),
    certificate: certificate("File of this client's certificate (PEM)."),
    key: certificate("File of the key (PEM) of this client's certificate."),
    mechanism: z
      .enum(['none', 'plain', 'scram-sha-256', 'scram-sha-512'])
      .default('none')
      .describe('How this client proves who it is.'),
    user: z.string().min(1).nullable().default(null).describe('Name of the user.'),
    password: secret('Password of the user.'),
    connectTimeoutMs: durationMs(5 * secondMs, 'Longest time in which a connection has to open.'),
    requestTimeoutMs: durationMs(10 * secondMs, 'Longest wait for the answer to one request.'),
    sessionTimeoutMs: durationMs(
      10 * secondMs,
      'A consumer that is silent for this long loses its partitions; also the longest wait of the next one.',
    ),
    heartbeatEveryMs: durationMs(secondMs, 'How often a consumer says that it is there.'),
    rebalanceTimeoutMs: durationMs(
      minuteMs,
      'Longest time that the group waits for a consumer to join again.',
    ),
    fetchWaitMs: durationMs(20, 'Longest time that a broker waits for more before it answers a fetch.'),
    fetchBytesMax: count(4_194_304, 'Bytes of one answer to a fetch.'),
    partitionFetchBytesMax: count(1_048_576, 'Bytes of one partition in it.'),
    messageBytesMax: count(1_048_576, 'Bytes of one message; a longer one is a dead letter.'),
    retriesMax: count(8, 'Times that a failed request to a broker is tried again.'),
    retryBaseMs: durationMs(
      100,
      'Wait before the first retry, of a request as of a whole consumer; each further one waits twice as long.',
    ),
    retryMaxMs: durationMs(3 * secondMs, 'The longest wait before a retry.'),
    queueMax: count(
      4,
      'Batches of one partition that wait to be read; with so many, fetching from it pauses.',
    ),
    queueBytesMax: count(
      33_554_432,
      'Bytes of all messages that wait to be read; with so many, fetching pauses.',
    ),
    commitEveryMs: durationMs(500, 'How often the positions that are decided are told to Kafka.'),
    outboxPageMax: count(500, 'Messages that are sent to Kafka at once.'),
    outboxEveryMs: durationMs(50, 'How often the ledger is asked for messages to send when there were none.'),
    lagEveryMs: durationMs(5 * secondMs, 'How often the lag behind the end of each partition is read.'),
  })
  .prefault({});
