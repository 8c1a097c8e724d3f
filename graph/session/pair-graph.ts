import { DirectedGraph } from 'graphology';
import type { Csr } from '../csr.ts';
import type { Session } from './session.ts';
import { longWindow, windowCount } from './windows.ts';

/** The attributes of an edge of the pair graph: the window's transfers of one ordered pair of accounts. */
export interface PairAttributes {
  /** Transfers in the longest window. */
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
 * window are isolated nodes), the weight is the number of transfers. The arrays lie in shared memory, so that another thread can
 * read them. O(accounts + pairs), 12 bytes a pair.
 */
export function pairCsr(session: Session): Csr {
  const { pairs } = session;
  const nodeCount = session.accountCount;
  const offsets = new Int32Array(shared(nodeCount + 1, Int32Array));
  for (let row = 0; row < pairs.table.size; row += 1) {
    if (isActive(session, row)) offsets[pairs.table.from[row]! + 1]! += 1;
  }
  for (let node = 0; node < nodeCount; node += 1) offsets[node + 1]! += offsets[node]!;
  return fillRows(session, offsets, rowsByTarget(session));
}

/** Active rows in ascending order of their target, so that filling keeps each source's targets sorted. */
function rowsByTarget(session: Session): Int32Array {
  const { pairs } = session;
  const starts = new Int32Array(session.accountCount + 1);
  for (let row = 0; row < pairs.table.size; row += 1) {
    if (isActive(session, row)) starts[pairs.table.to[row]! + 1]! += 1;
  }
  for (let node = 0; node < session.accountCount; node += 1) starts[node + 1]! += starts[node]!;
  const rows = new Int32Array(pairs.active);
  for (let row = 0; row < pairs.table.size; row += 1) {
    if (!isActive(session, row)) continue;
    const target = pairs.table.to[row]!;
    rows[starts[target]!] = row;
    starts[target]! += 1;
  }
  return rows;
}

function fillRows(session: Session, offsets: Int32Array, rows: Int32Array): Csr {
  const { pairs } = session;
  const targets = new Int32Array(shared(rows.length, Int32Array));
  const weights = new Float64Array(shared(rows.length, Float64Array));
  const place = offsets.slice();
  for (const row of rows) {
    const from = pairs.table.from[row]!;
    const at = place[from]!;
    targets[at] = pairs.table.to[row]!;
    weights[at] = pairs.count[row * windowCount + longWindow]!;
    place[from] = at + 1;
  }
  return { nodeCount: session.accountCount, offsets, targets, weights };
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
    if (!isActive(session, row)) continue;
    const count = pairs.count[row * windowCount + longWindow]!;
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
  return session.pairs.count[row * windowCount + longWindow]! > 0;
}
