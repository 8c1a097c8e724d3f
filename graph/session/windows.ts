import { dayMs, hourMs } from '../../base/clock.ts';

/**
 * The behaviour windows, shortest first. A transfer is in a window while `now - window < at`, now being the newest event
 * time that the session has seen. The last one is the session's exact window (config session.windowMs); no other is longer.
 */
export function windowLengths(windowMs: number): readonly [number, number, number] {
  return [Math.min(hourMs, windowMs), Math.min(dayMs, windowMs), windowMs];
}

/** Indexes into the counters of a window. */
export const hourWindow = 0;
export const dayWindow = 1;
export const longWindow = 2;
export const windowCount = 3;
