import type { WindowIndex } from '../../graph/window/window-index.ts';

/** One direction of the transfers around an account: `out` are those that it sent, `in` those that it received. */
export type Direction = 'in' | 'out';

/** The columns that a walk in one direction needs, read anew at each walk: they are replaced when they grow. */
export interface Walk {
  /** The account's newest transfer. */
  readonly tail: Int32Array;
  readonly prev: Int32Array;
  /** The account at the other end. */
  readonly other: Int32Array;
  /** Distinct accounts at the other end in the window, at `account * windowCount + window`. */
  readonly fan: Uint32Array;
  readonly count: Uint32Array;
}

/** The columns of one direction. O(1). */
export function walkOf({ accounts, transfers }: WindowIndex, direction: Direction): Walk {
  return direction === 'out'
    ? {
        tail: accounts.outTail,
        prev: transfers.outPrev,
        other: transfers.to,
        fan: accounts.fanOut,
        count: accounts.outCount,
      }
    : {
        tail: accounts.inTail,
        prev: transfers.inPrev,
        other: transfers.from,
        fan: accounts.fanIn,
        count: accounts.inCount,
      };
}
