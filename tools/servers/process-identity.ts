import { readdirSync, readFileSync } from 'node:fs';

/** A process as long as it lives: its id may be given to another one later, its start time tells them apart. */
export interface ProcessIdentity {
  readonly pid: number;
  /** In clock ticks since the machine started. */
  readonly startedAt: string;
}

/** The process that has an id now; null when there is none, when it has ended and only waits to be collected, or without /proc. */
export function identify(pid: number): ProcessIdentity | null {
  const text = readText(`/proc/${pid}/stat`);
  // The name of the program is in parentheses and may contain anything; state is field 3, the start time field 22.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, startedAt] = [fields[0], fields[19]];
  return startedAt === undefined || state === 'Z' || state === 'X' ? null : { pid, startedAt };
}

/** True while that very process lives. */
export function isStill({ pid, startedAt }: ProcessIdentity): boolean {
  return identify(pid)?.startedAt === startedAt;
}

/** The processes below a process, at all depths, the process itself not included. Empty without /proc. */
export function descendantsOf(pid: number): ProcessIdentity[] {
  const children = threadsOf(pid)
    .flatMap((thread) => readText(`/proc/${pid}/task/${thread}/children`).split(' '))
    .filter((child) => child !== '')
    .map(Number);
  return children.flatMap((child) => {
    const identity = identify(child);
    return identity === null ? [] : [identity, ...descendantsOf(child)];
  });
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
