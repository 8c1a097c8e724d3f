import { setTimeout as pause } from 'node:timers/promises';

const pollMs = 10;
const limitMs = 60_000;

/** Asks again and again until there is an answer. Throws when there is none within a minute, or when asking throws. */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const startMs = performance.now();
  while (performance.now() - startMs < limitMs) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause(pollMs);
  }
  throw new Error(`waited ${limitMs} ms for ${what}`);
}
