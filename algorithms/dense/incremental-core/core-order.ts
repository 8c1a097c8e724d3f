import { grown } from '../../../graph/window/columns.ts';
import type { UndirectedRows } from '../../dynamic-rows.ts';
import { endOfOrder, PeelOrder } from '../peel-order.ts';

const firstNodes = 1024;
const none = -1;

/**
 * The core numbers of a graph with what keeps them: the k-order of Y. Zhang, J. X. Yu, Y. Zhang and L. Qin, "A fast order-based approach
 * for core maintenance", ICDE 2017 (an order in which peeling could take the nodes, so one of ascending core numbers), and the
 * maximum-core degrees of A. E. Sarıyüce et al., "Streaming algorithms for k-core decomposition", PVLDB 6(6), 2013. Nodes without edges are
 * not in the order.
 */
export class CoreOrder {
  readonly order = new PeelOrder();
  cores = new Int32Array(firstNodes);
  /** Neighbours that come later in the order: never more than the core number. */
  laterDegrees = new Int32Array(firstNodes);
  /** Neighbours whose core number is at least the node's own: never fewer than the core number. */
  coreDegrees = new Int32Array(firstNodes);
  readonly #rows: UndirectedRows;

  constructor(rows: UndirectedRows) {
    this.#rows = rows;
  }

  /** Makes room for nodes 0 .. nodeCount - 1. */
  ensure(nodeCount: number): void {
    this.order.ensure(nodeCount);
    if (nodeCount <= this.cores.length) return;
    const rows = Math.max(nodeCount, Math.ceil(this.cores.length * 1.5));
    this.cores = grown(this.cores, rows);
    this.laterDegrees = grown(this.laterDegrees, rows);
    this.coreDegrees = grown(this.coreDegrees, rows);
  }

  /** Counts an edge that came (1) or went (-1) in the degrees of its ends. */
  countEdge(node: number, other: number, by: number): void {
    const difference = this.cores[node]! - this.cores[other]!;
    if (difference <= 0) this.coreDegrees[node]! += by;
    if (difference >= 0) this.coreDegrees[other]! += by;
    const nodeFirst = this.order.placeOf(node) < this.order.placeOf(other);
    this.laterDegrees[nodeFirst ? node : other]! += by;
  }

  /** The first node whose core number is above `core`, -1 when there is none. O(nodes / 128). */
  firstAbove(core: number): number {
    const place = this.order.firstAbove(0, endOfOrder, core, Number.POSITIVE_INFINITY);
    return place === endOfOrder ? none : this.order.nodeAt(place);
  }

  /** Gives a node another core number and puts it before `anchor`, -1 for the end; one of core number 0 leaves the order. */
  move(node: number, core: number, anchor: number): void {
    if (this.order.has(node)) this.order.remove(node);
    this.cores[node] = core;
    if (core > 0) this.order.insertBefore(node, anchor, core);
  }

  /** Counts the maximum-core degree of a node whose core number has changed. */
  recount(node: number): void {
    const { neighbours, starts, lengths } = this.#rows;
    const core = this.cores[node]!;
    const end = starts[node]! + lengths[node]!;
    let degree = 0;
    for (let slot = starts[node]!; slot < end; slot += 1)
      if (this.cores[neighbours[slot]!]! >= core) degree += 1;
    this.coreDegrees[node] = degree;
  }
}
