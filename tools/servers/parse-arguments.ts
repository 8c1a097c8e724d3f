import { resolve } from 'node:path';
import { type ServerName, serverNames } from './test-server.ts';

/** What the command line asks for. */
export interface ServersRequest {
  readonly names: readonly ServerName[];
  /** An absolute path; null for a temporary folder. */
  readonly folder: string | null;
  /** The command to run beside the servers; null to stay until interrupted. */
  readonly command: readonly [string, ...string[]] | null;
}

/** How to call the tool. */
export const usage = `usage: tsx tools/servers.ts run [--only NAMES] [--folder FOLDER] -- COMMAND...   start, run the command with ANEL_TEST_*, stop
       tsx tools/servers.ts up  [--only NAMES] [--folder FOLDER]                 start, print how to reach them, stay until Ctrl-C
NAMES are of ${serverNames.join(',')} (all of them); FOLDER keeps the data (otherwise temporary)`;

/** Reads the arguments after the name of the tool. Null when they are not understood. */
export function parseServersArguments(args: readonly string[]): ServersRequest | null {
  const [verb, ...rest] = args;
  const dashes = rest.indexOf('--');
  const options = parseOptions(dashes < 0 ? rest : rest.slice(0, dashes));
  if (options === null) return null;
  const [program, ...others] = dashes < 0 ? [] : rest.slice(dashes + 1);
  if (verb === 'up' && dashes < 0) return { ...options, command: null };
  if (verb === 'run' && program !== undefined) return { ...options, command: [program, ...others] };
  return null;
}

function parseOptions(args: readonly string[]): Omit<ServersRequest, 'command'> | null {
  let names: readonly ServerName[] = serverNames;
  let folder: string | null = null;
  for (let place = 0; place < args.length; place += 2) {
    const [option, value] = [args[place], args[place + 1]];
    if (value === undefined) return null;
    if (option === '--folder') folder = resolve(value);
    else if (option === '--only') names = serverNames.filter((name) => value.split(',').includes(name));
    else return null;
    if (option === '--only' && names.length !== new Set(value.split(',')).size) return null;
  }
  return { names, folder };
}
