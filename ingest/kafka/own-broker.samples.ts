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

/** For tests: a broker of their own from a folder of Kafka's jars, with its data in another folder. It is not started yet. */
export async function ownBroker(jars: string, folder: string): Promise<OwnBroker> {
  const [port, controllerPort] = [await freePort(), await freePort()];
  const settings = join(folder, 'server.properties');
  await mkdir(folder, { recursive: true });
  await writeFile(settings, settingsText(folder, port, controllerPort));
  const classes = ['-cp', join(jars, '*')];
  const format = ['kafka.tools.StorageTool', 'format', '-t', 'YW5lbC1vd24tYnJva2VyIQ', '-c', settings];
  execFileSync('java', [...classes, ...format], { stdio: 'ignore' });
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
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
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
`;
}
