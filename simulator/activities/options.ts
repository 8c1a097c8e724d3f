import { AnelError } from '../../base/errors.ts';

/** What is told beside the transfers. */
export interface ActivityOptions {
  /** The share of accounts whose authentications and logs are told; 0 leaves transfers alone. */
  readonly activities: number;
  /** Accounts among them that are taken over: fraud outside of rings, with transfers on top of `transactions`. */
  readonly takeovers: number;
}

/** Nothing, so that a seed gives the same bytes with and without this part. */
export const activityDefaults: ActivityOptions = { activities: 0, takeovers: 0 };

/** The most takeovers of a simulation. */
const takeoversMax = 100_000;

/** Completes options with `activityDefaults`. Throws INPUT_INVALID that names the option, its value and what was expected. */
export function resolveActivityOptions(given: Partial<ActivityOptions>): ActivityOptions {
  const { activities, takeovers } = { ...activityDefaults, ...given };
  if (!(activities >= 0 && activities <= 1)) {
    throw refused(`read "activities" as "${activities}"; give a number from 0 to 1`);
  }
  if (!Number.isSafeInteger(takeovers) || takeovers < 0 || takeovers > takeoversMax) {
    throw refused(`read "takeovers" as "${takeovers}"; give a whole number from 0 to ${takeoversMax}`);
  }
  if (takeovers > 0 && activities === 0) {
    throw refused(
      `place "${takeovers}" takeovers where no account's authentications are told; raise "activities"`,
    );
  }
  return { activities, takeovers };
}

function refused(attempt: string): AnelError {
  return new AnelError('INPUT_INVALID', `cannot ${attempt}`);
}
