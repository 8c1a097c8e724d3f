import type { Session } from '../../graph/session/session.ts';
import { weekWindow } from '../../graph/window/windows.ts';
import type { MotifLimits } from './limits.ts';

/** One side of an account's active pairs, split into fresh and habitual counterparties. */
export interface Fan {
  /** Pairs that were looked at. */
  readonly pairs: number;
  /** Pairs of which nothing is older than the window: counterparties without an earlier history. */
  readonly fresh: number;
  /** Cents over the fresh pairs, and over all that were looked at. */
  readonly freshSum: number;
  readonly sum: number;
  /** Standard deviation by mean of the sums of the fresh pairs: near 0 when all are alike. 0 below two. */
  readonly freshSpread: number;
  /** From the first to the last activity of the fresh pairs. */
  readonly freshSpanMs: number;
  /** Fresh counterparties, most recently active first. */
  readonly members: readonly number[];
  readonly capped: boolean;
}

/** The fan-in (`direction` in) or fan-out (out) of an account over its `degreeMax` most recently active pairs. Deterministic. */
export function fan(session: Session, account: number, direction: 'in' | 'out', limits: MotifLimits): Fan {
  const { accounts, pairs } = session;
  const next = direction === 'in' ? pairs.inNext : pairs.outNext;
  const ends = direction === 'in' ? pairs.table.from : pairs.table.to;
  const members: number[] = [];
  const start = session.now - session.windows[weekWindow];
  let looked = 0;
  let sum = 0;
  let freshSum = 0;
  let squares = 0;
  let firstAt = Number.POSITIVE_INFINITY;
  let lastAt = Number.NEGATIVE_INFINITY;
  let row = (direction === 'in' ? accounts.pairInHead : accounts.pairOutHead)[account]!;
  for (; row !== -1 && looked < limits.degreeMax; row = next[row]!) {
    looked += 1;
    const cents = pairs.sum[row]!;
    sum += cents;
    if (pairs.firstAt[row]! <= start) continue;
    members.push(ends[row]!);
    freshSum += cents;
    squares += cents * cents;
    firstAt = Math.min(firstAt, pairs.activeSince[row]!);
    lastAt = Math.max(lastAt, pairs.lastAt[row]!);
  }
  const fresh = members.length;
  return {
    pairs: looked,
    fresh,
    freshSum,
    sum,
    freshSpread: spread(fresh, freshSum, squares),
    freshSpanMs: fresh === 0 ? 0 : lastAt - firstAt,
    members: members.slice(0, limits.membersMax),
    capped: row !== -1,
  };
}

function spread(count: number, sum: number, squares: number): number {
  if (count < 2 || sum === 0) return 0;
  const mean = sum / count;
  return Math.sqrt(Math.max(0, squares / count - mean * mean)) / mean;
}
