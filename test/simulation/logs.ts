import type { Decision } from '../../scoring/decision-model.ts';
import type { MemoryStores } from './memory-stores.ts';

/** Everything that a stream led to as lines of JSON: what must be the same to the byte, however the stream came. */
export function logLines({ decisions, ringEvents, alertEvents }: MemoryStores): readonly string[] {
  const events = [...ringEvents, ...alertEvents].map((event) => JSON.stringify(event));
  return [...decisions.map(decisionLine), ...events];
}

function decisionLine({ latencyUs: _, features, ...rest }: Decision): string {
  return JSON.stringify({ ...rest, features: Buffer.from(features.buffer).toString('base64') });
}

/** The first place at which two logs differ; null when they are equal. */
export function firstDifference(expected: readonly string[], actual: readonly string[]) {
  const length = Math.max(expected.length, actual.length);
  for (let place = 0; place < length; place += 1) {
    if (expected[place] !== actual[place])
      return { place, expected: expected[place] ?? null, actual: actual[place] ?? null };
  }
  return null;
}
