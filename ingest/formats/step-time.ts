import { invalidField, type Problem } from '../validate/problem.ts';
import { digitsAt, timeMax } from '../validate/time-text.ts';

/**
 * The moment of step 0 of simulated files that count steps instead of naming times: 2017-01-01T00:00:00Z. Fixed, so that
 * the same file gives the same times everywhere.
 */
const stepEpochMs = Date.UTC(2017, 0, 1);

/** Epoch milliseconds of a step of the given length. All rows of a step have the same time and keep the order of the file. */
export function stepTime(field: string, text: string, stepMs: number): number | Problem {
  const step = text === '' ? Number.NaN : digitsAt(text, 0, text.length);
  const at = stepEpochMs + step * stepMs;
  return at <= timeMax ? at : invalidField(field, text, 'a whole number of steps from 0 on');
}
