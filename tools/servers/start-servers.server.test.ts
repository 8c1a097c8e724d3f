import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';
import neo4j from 'neo4j-driver';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serverVariable } from '../../test/servers/server-variable.ts';
import { descendantsOf, identify, isStill } from './process-identity.ts';
import { startKafka } from './start-kafka.ts';
import { startNeo4j } from './start-neo4j.ts';
import { startPostgres } from './start-postgres.ts';
import { startRedis } from './start-redis.ts';
import { talkTcp } from './talk-tcp.ts';
import type { StartOptions, TestServer } from './test-server.ts';

/** How a test uses one kind of server: it keeps a word there, and reads it from new connections. */
interface Use {
  readonly variable: string;
  start(options: StartOptions): Promise<TestServer>;
  write(environment: Readonly<Record<string, string>>, word: string): Promise<void>;
  read(environment: Readonly<Record<string, string>>): Promise<string>;
}

type Environment = Readonly<Record<string, string>>;

async function withNeo4j(
  environment: Environment,
  text: string,
  parameters: Record<string, string>,
): Promise<string> {
  const { ANEL_TEST_NEO4J_URL: url = '', ANEL_TEST_NEO4J_PASSWORD: password = '' } = environment;
  const driver = neo4j.driver(url, neo4j.auth.basic('neo4j', password));
  try {
    const { records } = await driver.executeQuery(text, parameters, { database: 'neo4j' });
    return String(records[0]?.get('word'));
  } finally {
    await driver.close();
  }
}

function kafkaOf({ ANEL_TEST_KAFKA_BROKERS: brokers = '' }: Environment): Kafka {
  return new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
}

async function produce(environment: Environment, word: string): Promise<void> {
  const [admin, producer] = [kafkaOf(environment).admin(), kafkaOf(environment).producer()];
  await Promise.all([admin.connect(), producer.connect()]);
  await admin.createTopics({ topics: [{ topic: 'words', numPartitions: 1 }] });
  await producer.send({ topic: 'words', acks: -1, messages: [{ value: word }] });
  await Promise.all([admin.disconnect(), producer.disconnect()]);
}

/** In a new group each time, since a group goes on where it was. */
async function consume(environment: Environment): Promise<string> {
  const consumer = kafkaOf(environment).consumer({
    groupId: randomUUID(),
    sessionTimeout: 1000,
    heartbeatInterval: 300,
  });
  await consumer.connect();
  await consumer.subscribe({ topic: 'words', fromBeginning: true });
  const word = await new Promise<string>((resolve, reject) => {
    const eachMessage = async ({ message }: { message: { value: Buffer | null } }) =>
      resolve(String(message.value));
    consumer.run({ eachMessage }).catch(reject);
  });
  await consumer.disconnect();
  return word;
}

async function sql({ ANEL_TEST_POSTGRES_URL: url = '' }: Environment, text: string, values: string[] = []) {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ word: string }>(text, values);
  await client.end();
  return rows[0]?.word ?? '';
}

async function withRedis<T>(
  { ANEL_TEST_REDIS_URL: url = '' }: Environment,
  use: (redis: Redis) => Promise<T>,
) {
  const redis = new Redis(url);
  const result = await use(redis);
  await redis.quit();
  return result;
}

/** Three starts of a JVM, of which one recovers, on a busy machine. */
const restartsMs = 400_000;

const uses: readonly Use[] = [
  {
    variable: 'ANEL_TEST_NEO4J_URL',
    start: startNeo4j,
    write: async (environment, word) => {
      await withNeo4j(environment, 'CREATE (w:Word {word: $word}) RETURN w.word AS word', { word });
    },
    read: (environment) => withNeo4j(environment, 'MATCH (w:Word) RETURN w.word AS word', {}),
  },
  { variable: 'ANEL_TEST_KAFKA_BROKERS', start: startKafka, write: produce, read: consume },
  {
    variable: 'ANEL_TEST_POSTGRES_URL',
    start: startPostgres,
    write: async (environment, word) => {
      await sql(environment, 'create table words (word text)');
      await sql(environment, 'insert into words values ($1)', [word]);
    },
    read: (environment) => sql(environment, 'select word from words'),
  },
  {
    variable: 'ANEL_TEST_REDIS_URL',
    start: startRedis,
    write: (environment, word) =>
      withRedis(environment, async (redis) => void (await redis.set('word', word))),
    read: (environment) => withRedis(environment, async (redis) => String(await redis.get('word'))),
  },
];

describe.each(uses)('the server of $variable', ({ variable, start, write, read }) => {
  if (serverVariable(variable) === null) return;
  let folder: string;
  let server: TestServer | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anel-servers-test-'));
  });
  afterEach(async () => {
    await server?.kill();
    await rm(folder, { recursive: true, force: true });
  });

  it(
    'keeps password and data over a SIGKILL and a clean end, and leaves no process behind',
    async () => {
      server = await start({ folder });
      const environment = server.environment();
      await write(environment, 'kept');
      const first = processesOf(server);
      await server.kill();
      expect(first.filter(isStill)).toEqual([]);
      expect(server.pid).toBeNull();
      await server.start();
      expect(server.environment()).toEqual(environment);
      expect(await read(environment)).toBe('kept');
      const second = processesOf(server);
      await server.stop();
      expect(second.filter(isStill)).toEqual([]);
      expect(await talkTcp(server.port, Buffer.from('\n'), 1)).toBeNull();
      server = await start({ folder });
      expect(await read(server.environment())).toBe('kept');
    },
    restartsMs,
  );
});

function processesOf({ pid }: TestServer) {
  const own = identify(pid ?? 0);
  expect(own).not.toBeNull();
  return own === null ? [] : [own, ...descendantsOf(own.pid)];
}
