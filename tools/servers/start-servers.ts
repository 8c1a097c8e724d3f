import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requirePrograms } from './missing-programs.ts';
import { startKafka } from './start-kafka.ts';
import { startNeo4j } from './start-neo4j.ts';
import { startPostgres } from './start-postgres.ts';
import { startRedis } from './start-redis.ts';
import type { ServerName, StartOptions, TestServer } from './test-server.ts';

const starters: Readonly<Record<ServerName, (options: StartOptions) => Promise<TestServer>>> = {
  neo4j: startNeo4j,
  kafka: startKafka,
  postgres: startPostgres,
  redis: startRedis,
};

/** Servers that were started together. */
export interface TestServers {
  readonly servers: readonly TestServer[];
  /** The variables of all of them. */
  environment(): Readonly<Record<string, string>>;
  /** Stops them all, and removes their folder if it was a temporary one. */
  stop(): Promise<void>;
}

/** Which servers to start, and where: each gets a folder of its name; without a folder, in a temporary one. */
export interface ServersOptions extends Omit<StartOptions, 'folder'> {
  readonly names: readonly ServerName[];
  readonly folder?: string;
}

/** Starts servers at the same time. When one fails, or the signal comes, the others are stopped before the error is thrown. */
export async function startServers(options: ServersOptions): Promise<TestServers> {
  const { names, folder, signal, ...common } = options;
  requirePrograms(names);
  const base = folder ?? (await mkdtemp(join(tmpdir(), 'anel-servers-')));
  await mkdir(base, { recursive: true });
  // PostgreSQL may run as another user, who has to come through.
  if (folder === undefined) await chmod(base, 0o711);
  const failure = new AbortController();
  const ending = AbortSignal.any([failure.signal, ...(signal === undefined ? [] : [signal])]);
  const startOne = (name: ServerName) =>
    starters[name]({ ...common, folder: join(base, name), signal: ending }).catch((error: unknown) => {
      failure.abort(error);
      throw error;
    });
  const outcomes = await Promise.allSettled(names.map(startOne));
  const servers = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    if (folder === undefined) await rm(base, { recursive: true, force: true });
  };
  if (outcomes.some((outcome) => outcome.status === 'rejected')) {
    await stop();
    throw ending.reason;
  }
  return { servers, environment: () => Object.assign({}, ...servers.map((one) => one.environment())), stop };
}
