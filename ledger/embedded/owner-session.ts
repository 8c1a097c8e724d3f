import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { isAlive } from './postmaster-file.ts';
import { ownerSetting } from './server-settings.ts';

/** The advisory lock that the Anel process holds which owns an embedded server: "anel" in ASCII. */
const ownerLock = 0x616e656c;

/** Time that a process has to take the lock of the server that it just started before another may take it over. */
const ownerGraceMs = 5000;

const pollMs = 20;
const connectTimeoutMs = 5000;

/**
 * One connection that holds the lock of ownership for as long as the process lives. PostgreSQL gives the lock back
 * when the process dies, however it dies.
 */
export interface OwnerSession {
  readonly client: pg.Client;
  close(): Promise<void>;
}

/** What trying to own a server gave: the session, that another living process owns it, or that it did not answer. */
export type Ownership =
  | { readonly status: 'owned'; readonly session: OwnerSession }
  | { readonly status: 'in use'; readonly ownerPid: number }
  | { readonly status: 'unreachable'; readonly cause: unknown };

interface OwnershipRow {
  readonly owner: string;
  readonly age_ms: number;
  readonly locked: boolean;
}

/**
 * Tries to own the server behind `connection`, again and again while `goOn` says so: it may be starting, or its dead
 * owner's connection may not be closed yet.
 */
export async function takeOwnership(connection: pg.ClientConfig, goOn: () => boolean): Promise<Ownership> {
  let cause: unknown = null;
  do {
    const client = new pg.Client({ ...connection, connectionTimeoutMillis: connectTimeoutMs });
    client.on('error', () => {});
    try {
      await client.connect();
      const found = await tryLock(client);
      if (found.status === 'owned')
        return { status: 'owned', session: { client, close: () => client.end() } };
      await client.end();
      if (found.status === 'in use') return found;
    } catch (error) {
      cause = error;
      await client.end().catch(() => {});
      if (isRefused(error)) break;
    }
    await pause(pollMs);
  } while (goOn());
  return { status: 'unreachable', cause };
}

/** Wrong password or user: asking again does not help. */
function isRefused(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code ?? '').startsWith('28');
}

async function tryLock(
  client: pg.Client,
): Promise<{ status: 'owned' } | { status: 'again' } | { status: 'in use'; ownerPid: number }> {
  const { rows } = await client.query<OwnershipRow>(
    `select current_setting('${ownerSetting}', true) as owner,
            (extract(epoch from clock_timestamp() - pg_postmaster_start_time()) * 1000)::float8 as age_ms,
            pg_try_advisory_lock($1) as locked`,
    [ownerLock],
  );
  const { owner = '', age_ms: ageMs = 0, locked = false } = rows[0] ?? {};
  const ownerPid = Number(owner);
  const ownerLives = ownerPid > 0 && ownerPid !== process.pid && isAlive(ownerPid);
  if (!locked) return ownerLives ? { status: 'in use', ownerPid } : { status: 'again' };
  // Locked, but its owner lives and may just be about to take the lock: leave it a moment.
  return ownerLives && ageMs < ownerGraceMs ? { status: 'again' } : { status: 'owned' };
}
