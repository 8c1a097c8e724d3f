import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import { ensureJars, type JarSet } from './jar-cache.ts';
import { startManagedServer } from './managed-server.ts';
import { talkTcp } from './talk-tcp.ts';
import type { StartOptions, TestServer } from './test-server.ts';

const version = '4.4.0';

/** Kafka, and what brings its log to the log4j that it comes with. */
export const kafkaJars: JarSet = {
  name: `kafka-${version}`,
  coordinates: [`org.apache.kafka:kafka_2.13:${version}`, 'org.apache.logging.log4j:log4j-slf4j-impl:2.25.5'],
};

/** Any 16 bytes in base64: each folder has a cluster of its own. */
const clusterId = 'YW5lbC10ZXN0LXNlcnZlcg';

/** Starts one Kafka broker in KRaft mode, without passwords, on a free port. Topics are not made by being used; groups form at once. */
export async function startKafka(options: StartOptions): Promise<TestServer> {
  const jars = await ensureJars(kafkaJars, options);
  const { folder } = options;
  for (const name of ['conf', 'data', 'logs']) await mkdir(join(folder, name), { recursive: true });
  const port = await freePort();
  await writeFile(join(folder, 'conf', 'server.properties'), settingsText(folder, port, await freePort()));
  await writeFile(join(folder, 'conf', 'log4j2.properties'), logSettings);
  await format(folder, jars, options.signal);
  const broker = `127.0.0.1:${port}`;
  return startManagedServer(
    {
      name: 'kafka',
      port,
      environment: { ANEL_TEST_KAFKA_BROKERS: broker, ANEL_TEST_KAFKA_JARS: jars },
      settings: { kafka: { brokers: [broker] } },
      program: {
        program: 'java',
        args: serverArguments(folder, jars),
        folder,
        stopSignal: 'SIGTERM',
        logFile: join(folder, 'logs', 'console.log'),
      },
      answers: () => knowsABroker(port),
    },
    options,
  );
}

function serverArguments(folder: string, jars: string): string[] {
  const memory = ['-Xms256m', '-Xmx512m', '-XX:+UseG1GC', '-XX:+ExitOnOutOfMemoryError'];
  const log = `-Dlog4j2.configurationFile=${join(folder, 'conf', 'log4j2.properties')}`;
  return [...memory, log, '-cp', `${jars}/*`, 'kafka.Kafka', join(folder, 'conf', 'server.properties')];
}

async function format(folder: string, jars: string, signal?: AbortSignal): Promise<void> {
  if (existsSync(join(folder, 'data', 'meta.properties'))) return;
  const settings = join(folder, 'conf', 'server.properties');
  const tool = ['-cp', `${jars}/*`, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', settings];
  await promisify(execFile)('java', tool, signal === undefined ? {} : { signal });
}

/**
 * Asks for the metadata of no topic (Metadata, version 4): size, api key 3, version 4, correlation id 0, no client name, an empty list,
 * no creation. The answer is size, correlation id, throttle time and the number of brokers, which is 0 until the broker has joined.
 */
async function knowsABroker(port: number): Promise<boolean> {
  const request = Buffer.from('0000000f' + '00030004' + '00000000' + 'ffff' + '00000000' + '00', 'hex');
  const answer = await talkTcp(port, request, 16);
  return answer !== null && answer.readInt32BE(12) > 0;
}

function settingsText(folder: string, port: number, controllerPort: number): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=${join(folder, 'data')}
num.partitions=4
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
`;
}

const logSettings = `status=warn
appender.console.type=Console
appender.console.name=console
appender.console.layout.type=PatternLayout
appender.console.layout.pattern=%d %p %m (%c{1})%n
rootLogger.level=info
rootLogger.appenderRef.console.ref=console
`;
