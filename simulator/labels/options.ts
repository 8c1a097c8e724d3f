import { AnelError } from '../../base/errors.ts';

/** What becomes known of accounts after the fact. */
export interface LabelOptions {
  /** The share of the accounts of rings whose fraud is confirmed; 0 leaves everything unknown. */
  readonly labels: number;
  /** The mean of the days from the end of a ring to a confirmation. */
  readonly labelDelayDays: number;
}

/** Nothing, so that a seed gives the same bytes with and without this part. */
export const labelDefaults: LabelOptions = { labels: 0, labelDelayDays: 7 };

/** The longest mean delay. */
const delayDaysMax = 3660;

/** Completes options with `labelDefaults`. Throws INPUT_INVALID that names the option, its value and what was expected. */
export function resolveLabelOptions(given: Partial<LabelOptions>): LabelOptions {
  const { labels, labelDelayDays } = { ...labelDefaults, ...given };
  if (!(labels >= 0 && labels <= 1)) {
    throw refused(`read "labels" as "${labels}"; give a number from 0 to 1`);
  }
  if (!(labelDelayDays >= 0 && labelDelayDays <= delayDaysMax)) {
    throw refused(`read "labelDelayDays" as "${labelDelayDays}"; give a number from 0 to ${delayDaysMax}`);
  }
  return { labels, labelDelayDays };
}

function refused(attempt: string): AnelError {
  return new AnelError('INPUT_INVALID', `cannot ${attempt}`);
}
