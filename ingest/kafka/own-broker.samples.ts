import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';

/** A broker that a test may kill and start again. */
export interface OwnBroker {
  readonly address: string;
  start(): Promise<void>;
  /** As a power cut would. */
  kill(): Promise<void>;
}

/** A broker that also listens with TLS: once for users with a password, once for clients with a certificate. */
export interface SecureListeners {
  /** Key and certificate (PEM) in one file, and the certificate alone, which is trusted too. */
  readonly keystore: string;
  readonly certificate: string;
  /** Names and passwords, for PLAIN and for SCRAM. They have no rights; whoever comes without TLS has all. */
  readonly users: Readonly<Record<string, string>>;
  readonly passwordPort: number;
  readonly certificatePort: number;
}

/** For tests: a broker of their own from a folder of Kafka's jars, with its data in another folder. It is not started yet. */
export async function ownBroker(jars: string, folder: string, secure?: SecureListeners): Promise<OwnBroker> {
  const [port, controllerPort] = [await freePort(), await freePort()];
  const settings = join(folder, 'server.properties');
  await mkdir(folder, { recursive: true });
  await writeFile(settings, settingsText(folder, port, controllerPort, secure));
  const classes = ['-cp', join(jars, '*')];
  const format = ['kafka.tools.StorageTool', 'format', '-t', 'YW5lbC1vd24tYnJva2VyIQ', '-c', settings];
  execFileSync('java', [...classes, ...format, ...scramUsers(secure)], { stdio: 'ignore' });
  let running: ChildProcess | null = null;
  return {
    address: `127.0.0.1:${port}`,
    async start() {
      running = spawn('java', ['-Xmx256m', ...classes, 'kafka.Kafka', settings], { stdio: 'ignore' });
      await once(running, 'spawn');
    },
    async kill() {
      if (running === null) return;
      const ended = once(running, 'exit');
      running.kill('SIGKILL');
      running = null;
      await ended;
    },
  };
}

/** A loopback port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function scramUsers(secure: SecureListeners | undefined): string[] {
  return Object.entries(secure?.users ?? {}).flatMap(([name, password]) =>
    ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${name},password=${password}]`,
    ]),
  );
}

function settingsText(
  folder: string,
  port: number,
  controllerPort: number,
  secure?: SecureListeners,
): string {
  const [listeners, protocols] = secure === undefined ? ['', ''] : secureNames(secure);
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}${listeners}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}${listeners}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT${protocols}
log.dirs=${join(folder, 'data')}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
${secure === undefined ? '' : secureText(secure)}`;
}

function secureNames({ passwordPort, certificatePort }: SecureListeners): [string, string] {
  return [
    `,SASL_SSL://127.0.0.1:${passwordPort},SSL://127.0.0.1:${certificatePort}`,
    ',SASL_SSL:SASL_SSL,SSL:SSL',
  ];
}

function secureText({ keystore, certificate, users }: SecureListeners): string {
  const passwords = Object.entries(users).map(([name, password]) => `user_${name}="${password}"`);
  const module = 'org.apache.kafka.common.security';
  const scram = `${module}.scram.ScramLoginModule required;`;
  return `authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
ssl.keystore.type=PEM
ssl.keystore.location=${keystore}
ssl.truststore.type=PEM
ssl.truststore.location=${certificate}
listener.name.ssl.ssl.client.auth=required
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
listener.name.sasl_ssl.plain.sasl.jaas.config=${module}.plain.PlainLoginModule required ${passwords.join(' ')};
listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config=${scram}
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=${scram}
`;
}
