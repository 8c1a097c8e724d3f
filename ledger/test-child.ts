import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { packagePath } from '../base/package-root.ts';

/** What the child prints: see `ledger.child.ts`. */
export interface ChildMessage {
  readonly up?: number;
  readonly uid?: number;
  readonly committed?: number;
  readonly failed?: string;
  readonly message?: string;
}

/** A child process of a test. */
export interface TestChild {
  readonly process: ChildProcess;
  /** Resolves with the next message that fits, or with null when the child ended without one. */
  next(fits: (message: ChildMessage) => boolean): Promise<ChildMessage | null>;
  /** All messages so far. */
  readonly messages: readonly ChildMessage[];
  /** Ends it with SIGKILL and waits until it is gone. */
  kill(): Promise<void>;
  /** Lets it end by itself. */
  finish(): Promise<void>;
}

/** Starts `ledger.child.ts` on a folder or, as scorer, on a connection; as another user when one is given. */
export function startChild(mode: 'server' | 'writer' | 'scorer', target: string, uid?: number): TestChild {
  const script = packagePath('ledger', 'ledger.child.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, mode, target], {
    cwd: packagePath(),
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(uid === undefined
      ? {}
      : { uid, gid: uid, env: { PATH: '/usr/bin:/bin', TMPDIR: target, HOME: target } }),
  });
  const messages: ChildMessage[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => messages.push(JSON.parse(line)));
  const closed = once(lines, 'close');
  const exited = once(child, 'exit');
  return {
    process: child,
    messages,
    next: async (fits) => {
      for (let from = 0, open = true; ; ) {
        const found = messages.slice(from).find(fits);
        if (found !== undefined) return found;
        if (!open) return null;
        from = messages.length;
        open = await Promise.race([once(lines, 'line').then(() => true), closed.then(() => false)]);
      }
    },
    kill: async () => {
      child.kill('SIGKILL');
      await Promise.all([exited, closed]);
    },
    finish: async () => {
      child.stdin.end();
      await exited;
    },
  };
}
