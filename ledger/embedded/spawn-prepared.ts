import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { platform } from 'node:os';
import type { PreparedCommand } from './run-as.ts';

/** Variables that a program gets beside the fixed ones. */
export type ProgramEnvironment = Readonly<Record<string, string>>;

/**
 * Starts a program of PostgreSQL in its own process group, so that a terminal's Ctrl-C does not reach it, from the root
 * folder, and with a small fixed environment: no PG* variable and no secret of Anel's own environment reaches it.
 */
export function spawnPrepared(
  command: PreparedCommand,
  environment: ProgramEnvironment,
  stdio: StdioOptions,
): ChildProcess {
  const fixed = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' };
  return spawn(command.program, command.args, {
    stdio,
    cwd: '/',
    detached: true,
    windowsHide: true,
    ...(platform() === 'win32' ? {} : { env: { ...fixed, ...environment } }),
    ...(command.user === null ? {} : { uid: command.user.uid, gid: command.user.gid }),
  });
}
