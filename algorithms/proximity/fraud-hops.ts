import type { Session } from '../../graph/session/session.ts';
import { StampSet } from '../motifs/stamps.ts';
import type { ProximityLimits } from './limits.ts';

/** How far an account is from confirmed fraud. */
export interface FraudHops {
  /** Steps between counterparties to the nearest account with confirmed fraud: 0 = the account itself, -1 = none was found. */
  readonly hops: number;
  /** True when a cap hid pairs before the search ended: a nearer one may have been missed. */
  readonly capped: boolean;
}

/**
 * Breadth-first search over the active pairs of the week's window, in either direction, for the nearest account whose fraud was
 * confirmed at a moment. Looks at the `degreeMax` most recently active pairs of an account and direction, at most `stepsMax` pairs
 * in all, and no farther than `hopsMax`. Deterministic. One search at a time.
 */
export class FraudHopSearch {
  readonly #visited = new StampSet();
  readonly #queue: number[] = [];

  find(session: Session, account: number, asOf: number, limits: ProximityLimits): FraudHops {
    const { labels, accounts, pairs } = session;
    if (labels.fraudSince(account, asOf) !== Number.NEGATIVE_INFINITY) return { hops: 0, capped: false };
    const { hopsMax, degreeMax, stepsMax } = limits;
    const visited = this.#visited;
    visited.clear(session.accountCount);
    visited.add(account);
    const queue = this.#queue;
    queue.length = 0;
    queue.push(account);
    let [head, steps, capped] = [0, 0, false];
    for (let hops = 1; hops <= hopsMax; hops += 1) {
      for (const levelEnd = queue.length; head < levelEnd; head += 1) {
        const near = queue[head]!;
        for (let direction = 0; direction < 2; direction += 1) {
          const next = direction === 0 ? pairs.outNext : pairs.inNext;
          const ends = direction === 0 ? pairs.table.to : pairs.table.from;
          let row = (direction === 0 ? accounts.pairOutHead : accounts.pairInHead)[near]!;
          for (let looked = 0; row !== -1 && looked < degreeMax; looked += 1) {
            if (steps === stepsMax) return { hops: -1, capped: true };
            steps += 1;
            const other = ends[row]!;
            row = next[row]!;
            if (visited.has(other)) continue;
            visited.add(other);
            if (labels.fraudSince(other, asOf) !== Number.NEGATIVE_INFINITY) return { hops, capped };
            queue.push(other);
          }
          if (row !== -1) capped = true;
        }
      }
    }
    return { hops: -1, capped };
  }
}
