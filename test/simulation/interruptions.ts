import type { Random } from '../../base/random.ts';
import { type CrashPoint, crashPoints, type Interruption } from './memory-service.ts';

/** Interruptions at seeded places of a stream of so many events, at most one an event. */
export function seededInterruptions(
  random: Random,
  events: number,
  count: number,
  points: readonly CrashPoint[] = crashPoints,
): readonly Interruption[] {
  const bySeq = new Map<number, Interruption>();
  for (let nth = 0; nth < count; nth += 1) {
    const seq = 1 + random.below(events);
    bySeq.set(seq, { seq, point: random.pick(points) });
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}
