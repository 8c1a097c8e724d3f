// Weakly connected components by union-find (see ../union-find.ts). Defaults: none, there is nothing to set.
import type { DirectedGraph } from 'graphology';
import type { Csr } from '../../../graph/csr.ts';
import { csrFromGraph } from '../../csr.ts';
import { checkpoint, type RunControl } from '../../run-control.ts';
import { type Components, componentsOf, type KeyedComponents } from '../components.ts';
import { flatten, unite } from '../union-find.ts';

const step = 'connected components';
const nodesPerCheckpoint = 65_536;

/**
 * The weakly connected components: directions, weights and self-loops do not matter. Deterministic; invariant under
 * the order of the edges. O((nodes + edges) log nodes) in the worst case, linear in practice. Throws INTERRUPTED.
 */
export function connectedComponents(csr: Csr, control: RunControl = {}): Components {
  const { nodeCount, offsets, targets } = csr;
  const parent = new Int32Array(nodeCount);
  for (let node = 0; node < nodeCount; node += 1) parent[node] = node;
  for (let node = 0; node < nodeCount; node += 1) {
    if (node % nodesPerCheckpoint === 0) checkpoint(control, step, node / nodeCount);
    const end = offsets[node + 1]!;
    for (let edge = offsets[node]!; edge < end; edge += 1) unite(parent, node, targets[edge]!);
  }
  flatten(parent);
  return componentsOf(parent);
}

/** `connectedComponents` of a graphology graph. */
export function connectedComponentsOfGraph(graph: DirectedGraph, control: RunControl = {}): KeyedComponents {
  const { csr, keys } = csrFromGraph(graph);
  return { keys, ...connectedComponents(csr, control) };
}

/** Bytes that `connectedComponents` allocates beside its input. */
export function estimateConnectedComponentsBytes(nodeCount: number, _edgeCount: number): number {
  return nodeCount * 8;
}
