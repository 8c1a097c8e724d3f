import { type Config, parseConfig } from '../../base/config.ts';
import { startServers } from '../../tools/servers/start-servers.ts';
import type { ServerName } from '../../tools/servers/test-server.ts';

/** Servers of a benchmark alone, and the settings that name them. */
export interface BenchServers {
  readonly config: Config;
  stop(): Promise<void>;
}

/**
 * Starts what a benchmark needs beside this process: private servers in a temporary folder, so that nothing is written into
 * anybody's data. `settings` are those of the benchmark. Throws an error that says what to install where one cannot be started.
 */
export async function startBenchServers(
  names: readonly ServerName[],
  settings: object,
  say: (line: string) => void,
): Promise<BenchServers> {
  if (names.length === 0) return { config: parseConfig(settings), stop: async () => {} };
  say(`starting ${names.join(' and ')} for this benchmark alone`);
  const { servers, stop } = await startServers({ names, say });
  const parts = servers.map((server) => server.settings());
  return { config: parseConfig(Object.assign({}, settings, ...parts)), stop };
}
