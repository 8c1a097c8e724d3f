import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { platform } from 'node:os';
import { dirname, join } from 'node:path';
import { AnelError } from '../../base/errors.ts';

/** The user that PostgreSQL runs as when Anel runs as root, which PostgreSQL refuses. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/** A program with its arguments and, where Node is to switch the user itself, the user. */
export interface PreparedCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly user: RunAs | null;
}

/** The id of `nobody` on Linux, for a system whose user list cannot be read. */
const nobody: RunAs = { uid: 65_534, gid: 65_534 };

/** Users without privileges, in the order in which they are taken. */
const unprivileged = ['nobody', 'postgres', 'daemon'];

/** Where setpriv is looked for. */
const programFolders = [
  '/usr/bin',
  '/bin',
  '/usr/sbin',
  '/sbin',
  '/usr/local/bin',
  '/run/current-system/sw/bin',
];

/** Capabilities that let a process pass folders that its user may not enter, the weaker one first, with their bit. */
const passing = [
  { name: 'dac_read_search', bit: 2n },
  { name: 'dac_override', bit: 1n },
] as const;

/**
 * The user for PostgreSQL: null (the present one) unless Anel runs as root; then the owner of the cluster where there
 * is one, else the owner of the data folder where the system knows that user (initdb asks for the name), else nobody.
 */
export async function chooseUser(folder: string, cluster: string): Promise<RunAs | null> {
  if (process.geteuid?.() !== 0) return null;
  const owner = await stat(cluster).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const known = parseUsers(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  const { uid, gid } = await stat(folder);
  if (uid !== 0 && [...known.values()].some((user) => user.uid === uid)) return { uid, gid };
  return unprivileged.map((name) => known.get(name)).find((user) => user !== undefined) ?? nobody;
}

/** Reads the lines of /etc/passwd: users by name. A negative id, as macOS has, is its unsigned form. */
export function parseUsers(text: string): ReadonlyMap<string, RunAs> {
  const users = new Map<string, RunAs>();
  for (const line of text.split('\n')) {
    const [name = '', , uid = '', gid = ''] = line.split(':');
    if (/^-?\d+$/.test(uid) && /^-?\d+$/.test(gid))
      users.set(name, { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 });
  }
  return users;
}

/**
 * Prepares a program to run as `user`. When the user may not enter the folders above one of `paths` (a repository or
 * a data folder below /root), the program gets the capability to pass them, through setpriv of util-linux. Throws
 * EMBEDDED_POSTGRES_FAILED where that is needed and impossible.
 */
export async function prepareCommand(
  user: RunAs | null,
  program: string,
  args: readonly string[],
  paths: readonly string[],
): Promise<PreparedCommand> {
  if (user === null) return { program, args, user };
  const blocked = await firstBlockedFolder(user, paths);
  if (blocked === null) return { program, args, user };
  const setpriv = await findSetpriv();
  const capability = await passingCapability();
  if (setpriv === null || capability === null) throw blockedFolder(blocked, user);
  // PostgreSQL asks with access(2), which drops capabilities of a user other than root unless no_setuid_fixup is set.
  const switches = ['--reuid', `${user.uid}`, '--regid', `${user.gid}`, '--clear-groups'];
  const grants = [
    '--securebits',
    '+no_setuid_fixup',
    '--inh-caps',
    `+${capability}`,
    '--ambient-caps',
    `+${capability}`,
  ];
  return { program: setpriv, args: [...switches, ...grants, program, ...args], user: null };
}

function blockedFolder(blocked: string, user: RunAs): AnelError {
  return new AnelError(
    'EMBEDDED_POSTGRES_FAILED',
    `tried to run PostgreSQL as user ${user.uid}, since it refuses to run as root, but that user may not enter "${blocked}"; run Anel as an ordinary user, or keep it and its data outside of that folder, or install setpriv (util-linux)`,
  );
}

async function firstBlockedFolder(user: RunAs, paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    for (let folder = path; ; folder = dirname(folder)) {
      if (!(await mayEnter(user, folder))) return folder;
      if (folder === dirname(folder)) break;
    }
  }
  return null;
}

async function mayEnter(user: RunAs, folder: string): Promise<boolean> {
  const { uid, gid, mode } = await stat(folder);
  if (uid === user.uid) return (mode & constants.S_IXUSR) !== 0;
  if (gid === user.gid) return (mode & constants.S_IXGRP) !== 0;
  return (mode & constants.S_IXOTH) !== 0;
}

async function findSetpriv(): Promise<string | null> {
  for (const folder of programFolders) {
    const candidate = join(folder, 'setpriv');
    const found = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return candidate;
  }
  return null;
}

async function passingCapability(): Promise<string | null> {
  if (platform() !== 'linux') return null;
  const status = await readFile('/proc/self/status', 'utf8');
  const held = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  return passing.find(({ bit }) => (held >> bit) & 1n)?.name ?? null;
}
