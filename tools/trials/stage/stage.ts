import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, parseConfig } from '../../../base/config.ts';
import { startServers, type TestServers } from '../../servers/start-servers.ts';
import { type ServerName, serverNames, type TestServer } from '../../servers/test-server.ts';
import { GraphView } from '../views/graph-view.ts';
import { LedgerView } from '../views/ledger-view.ts';
import { StreamView } from '../views/stream-view.ts';
import { ServiceProcess } from './service-process.ts';
import { trialSettings } from './trial-settings.ts';
import { waitFor } from './wait-for.ts';

/** How a stage is set up. */
export interface StageOptions {
  readonly batchMax: number;
  /** Leaves data and logs where they are. */
  readonly keep: boolean;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

const stopMs = 60_000;

/** Four servers of its own, the services on them, and what looks at the servers from outside. Everything that it started ends with it. */
export class Stage {
  readonly folder: string;
  readonly configFile: string;
  /** The settings of the services. */
  readonly config: Config;
  readonly graph: GraphView;
  readonly ledger: LedgerView;
  readonly stream: StreamView;
  readonly #options: StageOptions;
  readonly #servers: TestServers;
  readonly #services = new Set<ServiceProcess>();

  private constructor(folder: string, options: StageOptions, servers: TestServers, settings: object) {
    this.folder = folder;
    this.configFile = join(folder, 'anel.yaml');
    this.config = parseConfig(settings);
    this.#options = options;
    this.#servers = servers;
    this.graph = new GraphView(this.config.graph.neo4j);
    this.ledger = new LedgerView(this.config.ledger.url ?? '');
    this.stream = new StreamView(this.config.kafka);
  }

  /** Starts the servers. What was started is stopped when a later one fails. */
  static async open(options: StageOptions): Promise<Stage> {
    const { signal, say, batchMax } = options;
    const folder = await mkdtemp(join(tmpdir(), 'anel-trial-'));
    // PostgreSQL may run as another user, who has to come through.
    await chmod(folder, 0o711);
    say(`servers are starting in ${folder}`);
    try {
      const servers = await startServers({
        names: serverNames,
        folder: join(folder, 'servers'),
        signal,
        say,
      });
      const settings = trialSettings(servers.servers, batchMax);
      const stage = new Stage(folder, options, servers, settings);
      await writeFile(stage.configFile, JSON.stringify(settings), { mode: 0o600 });
      await mkdir(join(folder, 'logs'));
      return stage;
    } catch (error) {
      if (!options.keep) await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get signal(): AbortSignal {
    return this.#options.signal;
  }

  server(name: ServerName): TestServer {
    const found = this.#servers.servers.find((server) => server.name === name);
    if (found === undefined) throw new Error(`there is no server ${name}`);
    return found;
  }

  /** The data folder of the service of a name, and the file that all its runs log to. */
  data(name: string): string {
    return join(this.folder, `data-${name}`);
  }

  /** Starts a service, or the next run of it. */
  serve(name: string): ServiceProcess {
    const logFile = join(this.folder, 'logs', `${name}.log`);
    const service = ServiceProcess.start({ config: this.configFile, data: this.data(name), logFile });
    this.#services.add(service);
    service.ended.then(() => this.#services.delete(service)).catch(() => {});
    return service;
  }

  /** Asks a service to end, and answers its exit code. Throws when it does not end. */
  async end(service: ServiceProcess): Promise<number | null> {
    service.send('SIGTERM');
    const wait = { signal: this.signal, limitMs: stopMs };
    await waitFor('the end of a service', wait, () => (service.isAlive ? undefined : true));
    return (await service.ended).code;
  }

  /** Kills the services, stops the servers, and removes the folder unless it is to be kept. */
  async close(): Promise<void> {
    for (const service of this.#services) {
      service.send('SIGKILL');
      await service.ended;
    }
    await Promise.allSettled([this.graph.close(), this.ledger.close(), this.stream.close()]);
    await this.#servers.stop();
    const { keep, say } = this.#options;
    if (keep) say(`data and logs are in ${this.folder}`);
    else await rm(this.folder, { recursive: true, force: true });
  }
}
