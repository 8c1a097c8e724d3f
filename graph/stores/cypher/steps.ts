import type { RunQuery } from './cypher-database.ts';

/** One transfer as seen from an account that a walk has reached. */
export interface Step {
  readonly account: string;
  readonly transfer: string;
  readonly at: number;
  readonly seq: number;
  /** The account at the other end. */
  readonly other: string;
}

export interface StepLimits {
  readonly degreeMax: number;
  readonly fromAt?: number | undefined;
  readonly untilAt?: number | undefined;
}

/** The steps of each account, most recent first, and the accounts that had more than `degreeMax`. */
export interface Steps {
  readonly byAccount: ReadonlyMap<string, readonly Step[]>;
  readonly capped: boolean;
}

/** The transfers of each of `accounts` in one direction: the most recent `degreeMax` of each by `at`, then `seq`. */
export async function readSteps(
  run: RunQuery,
  direction: 'out' | 'in',
  accounts: readonly string[],
  limits: StepLimits,
): Promise<Steps> {
  const rows = await run(`walk-${direction}`, {
    ids: accounts,
    fromAt: limits.fromAt ?? Number.MIN_SAFE_INTEGER,
    untilAt: limits.untilAt ?? Number.MAX_SAFE_INTEGER,
    limit: limits.degreeMax + 1,
  });
  const byAccount = new Map<string, Step[]>(accounts.map((account) => [account, []]));
  let capped = false;
  for (const [account, transfer, at, seq, other] of rows) {
    const steps = byAccount.get(account as string);
    if (steps === undefined) continue;
    if (steps.length === limits.degreeMax) capped = true;
    else steps.push({ account, transfer, at, seq, other } as Step);
  }
  for (const steps of byAccount.values()) steps.sort(mostRecentFirst);
  return { byAccount, capped };
}

export function mostRecentFirst(a: Step, b: Step): number {
  return b.at - a.at || b.seq - a.seq;
}
