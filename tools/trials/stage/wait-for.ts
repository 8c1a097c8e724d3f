import { setTimeout as pause } from 'node:timers/promises';

/** How long to wait, how often to ask, and what ends the wait early. */
export interface WaitOptions {
  readonly signal: AbortSignal;
  readonly limitMs?: number;
  readonly everyMs?: number;
}

/** On a busy machine a server needs most of a minute to come back. */
const limitMsDefault = 180_000;

/** Asks until there is an answer other than undefined. Throws when that takes too long, when asking throws, and when the signal aborts. */
export async function waitFor<T>(
  what: string,
  { signal, limitMs = limitMsDefault, everyMs = 20 }: WaitOptions,
  ask: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const startMs = performance.now();
  for (;;) {
    signal.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() - startMs > limitMs) throw new Error(`waited ${limitMs} ms for ${what}`);
    await pause(everyMs, undefined, { signal });
  }
}
