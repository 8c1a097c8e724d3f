// Approximate personalised PageRank of one node by local pushes: R. Andersen, F. Chung and K. Lang, "Local graph
// partitioning using PageRank vectors", FOCS 2006; on directed weighted graphs the bound on the work holds as there,
// with the number of outgoing edges as the degree, and the bound on the error is the residual that the result carries.
import type { DirectedGraph } from 'graphology';
import { AnelError } from '../../../base/errors.ts';
import type { Csr } from '../../../graph/csr.ts';
import { csrFromGraph } from '../../csr.ts';
import { nodesOfAccounts } from '../../nodes-of-accounts.ts';
import { checkpoint, type RunControl } from '../../run-control.ts';

const step = 'local PageRank';
const pushesPerCheckpoint = 4096;

/** The settings that a caller leaves out. */
const localPagerankDefaults = { damping: 0.85, epsilon: 1e-6, pushesMax: 10_000_000 } as const;

export interface LocalPagerankOptions extends RunControl {
  /** As in `pagerank`. */
  readonly damping?: number;
  /** Rank that may stay undistributed at a node, an outgoing edge. It bounds the work, whatever the size of the graph. */
  readonly epsilon?: number;
  /** Pushes after which it ends unconverged. */
  readonly pushesMax?: number;
}

export interface LocalPagerank {
  /** The nodes that have a rank, ascending. All others have none. */
  readonly nodes: Int32Array;
  /** Aligned with `nodes`. Never above the exact rank (up to rounding). */
  readonly ranks: Float64Array;
  /** The rank that was not distributed: the sum over all nodes of what is missing to the exact ranks. */
  readonly residual: number;
  readonly pushes: number;
  readonly converged: boolean;
}

/**
 * The ranks of `pagerank` with all restarts at `source`, from below and near the source only. A push settles the share
 * 1 - damping of a node's residual and hands the rest to its out-neighbours, a dangling node's to the source. Pushes go
 * in rounds, in the order in which nodes were reached: deterministic, but the missing part depends on the order of
 * nodes. Pushes along at most 1 / (epsilon × (1 - damping)) edges beside those of the source, and allocates by that.
 * Throws INPUT_INVALID and INTERRUPTED.
 */
export function localPagerank(csr: Csr, source: number, options: LocalPagerankOptions = {}): LocalPagerank {
  const { damping, epsilon, pushesMax } = { ...localPagerankDefaults, ...options };
  if (!(source >= 0 && source < csr.nodeCount)) throw outOfRange('source', source, 'a node of the graph');
  if (!(damping >= 0 && damping < 1)) throw outOfRange('damping', damping, 'in 0 to 1');
  if (!(epsilon > 0)) throw outOfRange('epsilon', epsilon, 'above 0');
  if (!(Number.isInteger(pushesMax) && pushesMax > 0)) {
    throw outOfRange('pushesMax', pushesMax, 'a whole number above 0');
  }
  const reached = new Reached(source);
  let open = [0];
  let pushes = 0;
  while (open.length > 0 && pushes < pushesMax) {
    const next: number[] = [];
    for (const [at, slot] of open.entries()) {
      if (pushes % pushesPerCheckpoint === 0) checkpoint(options, step, reached.settled);
      if (pushes === pushesMax) {
        next.push(...open.slice(at));
        break;
      }
      push(csr, reached, slot, { damping, epsilon, next });
      pushes += 1;
    }
    open = next;
  }
  return { ...reached.result(), pushes, converged: open.length === 0 };
}

/** Bytes that `localPagerank` allocates at the most with its default `epsilon`, however large the graph is. */
export function estimateLocalPagerankBytes(nodeCount: number, _edgeCount: number): number {
  const { damping, epsilon } = localPagerankDefaults;
  return Math.min(nodeCount, 1 / (epsilon * (1 - damping))) * 150;
}

/** Local PageRank of a graphology graph: `ranks[i]` belongs to the account `keys[nodes[i]]`. */
export interface KeyedLocalPagerank extends LocalPagerank {
  readonly keys: readonly string[];
}

/** `localPagerank` of a graphology graph. The copy of the graph costs O(nodes + edges): keep one to ask often. */
export function localPagerankOfGraph(
  graph: DirectedGraph,
  source: string,
  options: LocalPagerankOptions = {},
): KeyedLocalPagerank {
  const { csr, keys } = csrFromGraph(graph);
  const [node] = nodesOfAccounts(step, keys, [source]);
  return { keys, ...localPagerank(csr, node!, options) };
}

function outOfRange(name: string, value: number, expected: string): AnelError {
  return new AnelError('INPUT_INVALID', `${step}: ${name} "${value}" is not ${expected}; correct it`);
}

/** The nodes that pushes have reached, each with a slot in columns; slot 0 is the source. */
class Reached {
  readonly #slotOf = new Map<number, number>();
  readonly nodes: number[] = [];
  readonly ranks: number[] = [];
  readonly residuals: number[] = [];
  /** Whether the slot waits for its push. */
  readonly waits: boolean[] = [];
  /** The sum of the ranks so far, of 1. */
  settled = 0;

  constructor(source: number) {
    this.residuals[this.slotOf(source)] = 1;
    this.waits[0] = true;
  }

  slotOf(node: number): number {
    const known = this.#slotOf.get(node);
    if (known !== undefined) return known;
    const slot = this.nodes.push(node) - 1;
    this.#slotOf.set(node, slot);
    this.ranks.push(0);
    this.residuals.push(0);
    this.waits.push(false);
    return slot;
  }

  result(): Pick<LocalPagerank, 'nodes' | 'ranks' | 'residual'> {
    const slots = [...this.nodes.keys()].filter((slot) => this.ranks[slot]! > 0);
    slots.sort((left, right) => this.nodes[left]! - this.nodes[right]!);
    return {
      nodes: Int32Array.from(slots, (slot) => this.nodes[slot]!),
      ranks: Float64Array.from(slots, (slot) => this.ranks[slot]!),
      residual: this.residuals.reduce((sum, residual) => sum + residual, 0),
    };
  }
}

interface PushTerms {
  readonly damping: number;
  readonly epsilon: number;
  /** Gets the slots that have to be pushed after this. */
  readonly next: number[];
}

function push(csr: Csr, reached: Reached, slot: number, { damping, epsilon, next }: PushTerms): void {
  const { offsets, targets, weights } = csr;
  const node = reached.nodes[slot]!;
  const residual = reached.residuals[slot]!;
  reached.residuals[slot] = 0;
  reached.waits[slot] = false;
  reached.ranks[slot]! += (1 - damping) * residual;
  reached.settled += (1 - damping) * residual;
  const receive = (to: number, share: number): void => {
    const target = reached.nodes[to]!;
    reached.residuals[to]! += share;
    const degree = Math.max(1, offsets[target + 1]! - offsets[target]!);
    if (reached.waits[to] || reached.residuals[to]! <= epsilon * degree) return;
    reached.waits[to] = true;
    next.push(to);
  };
  let total = 0;
  for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge += 1) total += weights[edge]!;
  if (total === 0) {
    receive(0, damping * residual);
    return;
  }
  for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge += 1) {
    receive(reached.slotOf(targets[edge]!), (damping * residual * weights[edge]!) / total);
  }
}
