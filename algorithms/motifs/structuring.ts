import type { Session } from '../../graph/session/session.ts';
import { weekWindow } from '../../graph/window/windows.ts';

/** The threshold that transfers are reported from, in cents of the reference currency, and what counts as just below. */
const reportingThresholdCents = 1_000_000;
const justBelow = 0.9;
const roundCents = 10_000;

/** How an account chooses the amounts that it sends. */
export interface Structuring {
  /** Transfers that were looked at. */
  readonly looked: number;
  /** Of them, those within the 10 % below the reporting threshold. */
  readonly below: number;
  /** Of them, those that are a multiple of a hundred. */
  readonly round: number;
  readonly capped: boolean;
}

/** Looks at the newest outgoing transfers of an account in the week's window, self-transfers left out. O(looksMax). Deterministic. */
export function structuring(session: Session, account: number, looksMax: number): Structuring {
  const { accounts, transfers } = session;
  let [looked, below, round] = [0, 0, 0];
  let slot = accounts.outTail[account]!;
  for (; slot !== -1 && transfers.isIn(slot, weekWindow); slot = transfers.outPrev[slot]!) {
    if (looked === looksMax) return { looked, below, round, capped: true };
    looked += 1;
    const cents = transfers.cents[slot]!;
    if (isBelowThreshold(cents)) below += 1;
    if (cents % roundCents === 0) round += 1;
  }
  return { looked, below, round, capped: false };
}

/** True for an amount that stays just below the reporting threshold. */
export function isBelowThreshold(cents: number): boolean {
  return cents >= reportingThresholdCents * justBelow && cents < reportingThresholdCents;
}
