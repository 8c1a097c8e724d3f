import { DirectedGraph } from 'graphology';
import type { EdgeColumns } from '../csr.ts';
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
 * The session's pair graph as of now as a list of edges, one a pair with transfers in the window, weighted by their number. Node n is
 * the session's account n; accounts without a pair in the window are isolated. The arrays lie in shared memory, so that another thread
 * can read them. O(pairs), in one pass from front to back: little more than a copy of memory, since scoring waits for it. 16 bytes a pair.
 */
export function pairEdges(session: Session): EdgeColumns {
  const { pairs, accountCount } = session;
  const { from, to, size } = pairs.table;
  const sources = new Int32Array(shared(pairs.active, Int32Array));
  const targets = new Int32Array(shared(pairs.active, Int32Array));
  const weights = new Float64Array(shared(pairs.active, Float64Array));
  let edge = 0;
  for (let row = 0; row < size; row += 1) {
    const count = pairs.count[row]!;
    if (count === 0) continue;
    sources[edge] = from[row]!;
    targets[edge] = to[row]!;
    weights[edge] = count;
    edge += 1;
  }
  return { nodeCount: accountCount, sources, targets, weights };
}

function shared(length: number, { BYTES_PER_ELEMENT }: { readonly BYTES_PER_ELEMENT: number }) {
  return new SharedArrayBuffer(length * BYTES_PER_ELEMENT);
}

/**
 * The session's pair graph as of now as a graphology graph: nodes are the keys of the accounts that have a pair in the
 * window, one edge an ordered pair. A copy: later events do not change it. O(pairs), about 430 bytes an edge.
 */
export function pairGraph(session: Session): DirectedGraph<Record<string, never>, PairAttributes> {
  const { pairs, accountKeys } = session;
  const graph = new DirectedGraph<Record<string, never>, PairAttributes>({ allowSelfLoops: false });
  for (let row = 0; row < pairs.table.size; row += 1) {
    const count = pairs.count[row]!;
    if (count === 0) continue;
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
