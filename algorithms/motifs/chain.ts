import type { Session } from '../../graph/session/session.ts';
import { weekWindow } from '../../graph/window/windows.ts';
import type { MotifLimits } from './limits.ts';

/** A run of transfers that pass nearly the same amount on, ending with the given one. */
export interface Chain {
  /** Transfers in the run, at least 1: the transfer itself. */
  readonly length: number;
  /** The last amount by the first; a hop keeps 0.8 to 1.03. */
  readonly conservation: number;
  readonly spanMs: number;
  /** The accounts in the order in which the money moved. */
  readonly members: readonly number[];
}

/** What a hop may keep or add: it passes on between 80 % and 103 % of what came in, within three days. */
const hopKeepsMin = 0.8;
const hopKeepsMax = 1.03;
const hopDelayMaxMs = 3 * 24 * 3600 * 1000;
const hopsMax = 12;

/**
 * Follows the money backwards from a transfer: at each account the newest earlier incoming transfer that fits in amount and
 * delay, no account twice. Greedy, so a lower bound of the longest chain; O(hopsMax · degreeMax). Deterministic.
 */
export function chain(session: Session, slot: number, limits: MotifLimits): Chain {
  const { transfers } = session;
  const reversed = [transfers.to[slot]!, transfers.from[slot]!];
  let last = slot;
  while (reversed.length <= hopsMax) {
    const feeding = feedingTransfer(session, last, reversed, limits.degreeMax);
    if (feeding === -1) break;
    reversed.push(transfers.from[feeding]!);
    last = feeding;
  }
  return {
    length: reversed.length - 1,
    conservation: transfers.cents[slot]! / transfers.cents[last]!,
    spanMs: transfers.at[slot]! - transfers.at[last]!,
    members: reversed.reverse(),
  };
}

function feedingTransfer(
  session: Session,
  slot: number,
  visited: readonly number[],
  degreeMax: number,
): number {
  const { transfers, accounts } = session;
  const sender = transfers.from[slot]!;
  if (sender === transfers.to[slot]!) return -1;
  const amount = transfers.cents[slot]!;
  const earliest = transfers.at[slot]! - hopDelayMaxMs;
  let looked = 0;
  for (let candidate = accounts.inTail[sender]!; candidate !== -1; candidate = transfers.inPrev[candidate]!) {
    if (looked >= degreeMax || transfers.at[candidate]! < earliest) return -1;
    if (!transfers.isIn(candidate, weekWindow)) return -1;
    looked += 1;
    if (!transfers.before(candidate, slot) || visited.includes(transfers.from[candidate]!)) continue;
    const kept = amount / transfers.cents[candidate]!;
    if (kept >= hopKeepsMin && kept <= hopKeepsMax) return candidate;
  }
  return -1;
}
