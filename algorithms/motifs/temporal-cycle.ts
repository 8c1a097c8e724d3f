import type { Session } from '../../graph/session/session.ts';
import { weekWindow } from '../../graph/window/windows.ts';
import type { MotifLimits } from './limits.ts';

/** The temporal cycles that one transfer closes. */
export interface TemporalCycles {
  /** Cycles found: distinct runs of transfers. A lower bound when `capped`. */
  readonly count: number;
  /** Transfers in the shortest and the longest of them, 0 when there is none. */
  readonly shortest: number;
  readonly longest: number;
  /** Of the cycle that keeps its money best: least amount by greatest amount, 0..1, and its time from first to last transfer. */
  readonly conservation: number;
  readonly spanMs: number;
  /** The accounts of that cycle, in the order in which the money moved, starting with the receiver of the closing transfer. */
  readonly members: readonly number[];
  /** True when a cap ended the search early. */
  readonly capped: boolean;
}

const noCycles: TemporalCycles = {
  count: 0,
  shortest: 0,
  longest: 0,
  conservation: 0,
  spanMs: 0,
  members: [],
  capped: false,
};

/**
 * Finds the simple cycles that transfer `closing` ends: runs v → … → u of at most `cycleLengthMax - 1` transfers, each later
 * than the one before in (at, seq) order, all before `closing` u → v, within the week's window, no account twice.
 *
 * Depth-first, backwards in time from u, so that every step only sees earlier transfers: the pruning by time of Kumar and
 * Calders ("2SCENT", VLDB 2018) without its bundles. Newest transfers first, at most `degreeMax` of an account and `stepsMax`
 * in all; a search that starts before v ever paid is empty at once. Deterministic. Kernel: kept whole for its explicit stack.
 */
export function temporalCycles(session: Session, closing: number, limits: MotifLimits): TemporalCycles {
  const { transfers, accounts } = session;
  const { from, at, cents, inPrev } = transfers;
  const source = from[closing]!;
  const target = transfers.to[closing]!;
  const first = accounts.outHead[target]!;
  if (source === target || first === -1 || !transfers.before(first, closing)) return noCycles;
  const cutoff = session.now - session.windows[weekWindow];
  if (at[accounts.outTail[target]!]! <= cutoff) return noCycles;

  const depthMax = limits.cycleLengthMax - 1;
  const node = new Int32Array(depthMax + 1);
  const cursor = new Int32Array(depthMax + 1);
  const used = new Int32Array(depthMax + 1);
  const taken = new Int32Array(depthMax + 1);
  let best = { conservation: -1, spanMs: 0, members: [] as number[] };
  let count = 0;
  let shortest = 0;
  let longest = 0;
  let steps = 0;
  let capped = false;
  let depth = 0;
  node[0] = source;
  taken[0] = closing;
  cursor[0] = accounts.inTail[source]!;

  while (depth >= 0) {
    const slot = cursor[depth]!;
    if (slot === -1 || at[slot]! < at[first]! || at[slot]! <= cutoff) {
      depth -= 1;
      continue;
    }
    if (used[depth]! >= limits.degreeMax) {
      capped = true;
      depth -= 1;
      continue;
    }
    if (steps >= limits.stepsMax) {
      capped = true;
      break;
    }
    steps += 1;
    cursor[depth] = inPrev[slot]!;
    if (!transfers.before(slot, taken[depth]!)) continue;
    used[depth]! += 1;
    const payer = from[slot]!;
    if (payer === target) {
      const length = depth + 2;
      count += 1;
      shortest = shortest === 0 ? length : Math.min(shortest, length);
      longest = Math.max(longest, length);
      taken[depth + 1] = slot;
      best = better(best, node, taken, depth, cents, at, target);
      continue;
    }
    if (depth + 1 >= depthMax || onPath(node, depth, payer)) continue;
    depth += 1;
    node[depth] = payer;
    taken[depth] = slot;
    used[depth] = 0;
    cursor[depth] = accounts.inTail[payer]!;
  }
  if (count === 0) return capped ? { ...noCycles, capped } : noCycles;
  return { count, shortest, longest, ...best, capped };
}

function onPath(node: Int32Array, depth: number, account: number): boolean {
  for (let step = 0; step <= depth; step += 1) if (node[step] === account) return true;
  return false;
}

interface BestCycle {
  conservation: number;
  spanMs: number;
  members: number[];
}

/** Keeps the cycle with the better conservation; the earlier found one on a tie. `taken[0 .. depth+1]` are its transfers, last first. */
function better(
  best: BestCycle,
  node: Int32Array,
  taken: Int32Array,
  depth: number,
  cents: Float64Array,
  at: Float64Array,
  target: number,
): BestCycle {
  let least = Number.POSITIVE_INFINITY;
  let greatest = 0;
  for (let step = 0; step <= depth + 1; step += 1) {
    const amount = cents[taken[step]!]!;
    least = Math.min(least, amount);
    greatest = Math.max(greatest, amount);
  }
  const conservation = least / greatest;
  if (conservation <= best.conservation) return best;
  const members = [target];
  for (let step = depth; step >= 0; step -= 1) members.push(node[step]!);
  return { conservation, spanMs: at[taken[0]!]! - at[taken[depth + 1]!]!, members };
}
