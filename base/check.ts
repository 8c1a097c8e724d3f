import { messageOf } from './errors.ts';

/** What checking one part gave: for a person and for a program. */
export interface CheckResult {
  /** For example `graph store`. */
  readonly part: string;
  /** `warn`: it works, but not as it should. */
  readonly state: 'ok' | 'warn' | 'failed';
  /** What was found. Never has a secret. */
  readonly detail: string;
  /** What to do; null when there is nothing to do. */
  readonly advice: string | null;
}

/** The longest that the check of one part takes: a server that was just started plans its first queries for many seconds. */
export const checkWaitMs = 20_000;

/** Ends a check: what it found is the result. */
export class CheckFailure extends Error {
  readonly advice: string;

  constructor(detail: string, advice: string) {
    super(detail);
    this.name = 'CheckFailure';
    this.advice = advice;
  }
}

/** The check of one part. */
export interface Check {
  readonly part: string;
  /** Texts that must not be shown, wherever an error has them; null and empty ones are ignored. */
  readonly secrets: readonly (string | null)[];
  /** What to do about an error that is no CheckFailure. */
  readonly adviceOf: (error: unknown) => string;
  /** Answers what is as it should be, with a warning or without. */
  readonly look: () => Promise<{ readonly detail: string; readonly warning?: string | null }>;
}

/**
 * Runs a check for at most `checkWaitMs` and turns whatever it throws into a failed result. Never throws. What `look` opened it must
 * close by itself, also when nobody waits any more.
 */
export async function runCheck({ part, secrets, adviceOf, look }: Check): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const failure = new CheckFailure(
      `no answer within ${checkWaitMs} ms`,
      'see whether the server runs, and whether a firewall lies between',
    );
    timer = setTimeout(() => reject(failure), checkWaitMs);
  });
  const looking = look();
  looking.catch(() => {}); // observed by the race; what fails after it does not matter any more
  try {
    const { detail, warning = null } = await Promise.race([looking, late]);
    return { part, state: warning === null ? 'ok' : 'warn', detail: hide(detail, secrets), advice: warning };
  } catch (error) {
    const advice = error instanceof CheckFailure ? error.advice : adviceOf(error);
    return { part, state: 'failed', detail: hide(messageOf(error), secrets), advice };
  } finally {
    clearTimeout(timer);
  }
}

/** True for an address that stays on this machine. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/.test(host) || host.startsWith('/');
}

/** The password of an address as it is written and as it is meant; empty where there is none. */
export function passwordsOf(url: string | null): readonly string[] {
  const written = /^[a-z][a-z0-9+]*:\/\/[^:/?#]*:([^/?#]*)@/i.exec(url ?? '')?.[1];
  const parameter = /[?&]password=([^&]*)/.exec(url ?? '')?.[1];
  return [written, parameter].flatMap((text) => (text === undefined ? [] : [text, decoded(text)]));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** One line without any of the secrets. */
function hide(text: string, secrets: readonly (string | null)[]): string {
  let hidden = text.replace(/\s*\n\s*/g, ' ').trim();
  for (const secret of secrets) if (secret) hidden = hidden.replaceAll(secret, '***');
  return hidden;
}
