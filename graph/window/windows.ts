import { dayMs, hourMs } from '../../base/clock.ts';

/** The lengths of the windows that a session counts in, see `windowLengths`. */
export type WindowLengths = readonly [number, number, number, number, number];

/**
 * The windows, shortest first: an hour, six hours, a day, the window of exact motifs (config session.windowMs, a week by default)
 * and the longest one (session.longestWindowMs, a month by default). A transfer is in a window while `now - window < at`, now being the newest event
 * time that was seen. None is longer than the longest one.
 */
export function windowLengths(windowMs: number, longestMs: number): WindowLengths {
  const [hour, sixHours, day] = [hourMs, 6 * hourMs, dayMs].map((length) => Math.min(length, windowMs));
  return [hour!, sixHours!, day!, windowMs, longestMs];
}

/** Indexes into the counters of a window. */
export const hourWindow = 0;
export const sixHourWindow = 1;
export const dayWindow = 2;
/** The window of exact motifs, pairs and communities. */
export const weekWindow = 3;
export const monthWindow = 4;
export const windowCount = 5;
