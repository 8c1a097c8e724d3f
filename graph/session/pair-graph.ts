import { DirectedGraph } from 'graphology';
import type { Csr } from '../csr.ts';
import { windowCsr } from '../window/snapshot.ts';
import { weekWindow } from '../window/windows.ts';
import type { Session } from './session.ts';

/** The attributes of an edge of the pair graph: the window's transfers of one ordered pair of accounts. */
export interface PairAttributes {
  /** Transfers in the week's window. */
  count: number;
  /** Their sum in cents of the reference currency. */
  sum: number;
  /** The time of the first transfer of the present run of activity, and of the newest. */
  firstAt: number;
  lastAt: number;
  /** Equals `count`: what the algorithms weigh by. */
  weight: number;
}

/**
 * A flat copy of the session's pair graph as of now. Node n is the session's account n (accounts without a pair in the
 * window are isolated nodes), the weight is the number of transfers. O(accounts + pairs), 12 bytes a pair.
 */
export function pairCsr(session: Session): Csr {
  return windowCsr(session.window, session.accountCount, weekWindow);
}

/**
 * The session's pair graph as of now as a graphology graph: nodes are the keys of the accounts that have a pair in the
 * window, one edge an ordered pair. A copy: later events do not change it. O(pairs), about 430 bytes an edge.
 */
export function pairGraph(session: Session): DirectedGraph<Record<string, never>, PairAttributes> {
  const { pairs, accountKeys } = session;
  const graph = new DirectedGraph<Record<string, never>, PairAttributes>({ allowSelfLoops: false });
  for (let row = 0; row < pairs.table.size; row += 1) {
    if (!isActive(session, row)) continue;
    const count = pairs.count[row]!;
    graph.mergeEdge(accountKeys.key(pairs.table.from[row]!), accountKeys.key(pairs.table.to[row]!), {
      count,
      sum: pairs.sum[row]!,
      firstAt: pairs.activeSince[row]!,
      lastAt: pairs.lastAt[row]!,
      weight: count,
    });
  }
  return graph;
}

function isActive(session: Session, row: number): boolean {
  return session.pairs.count[row]! > 0;
}
