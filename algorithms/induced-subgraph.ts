import { AnelError } from '../base/errors.ts';
import type { Csr } from '../graph/csr.ts';

/** A part of a graph: node `i` of `csr` is the node `nodes[i]` of the whole. */
export interface InducedSubgraph {
  readonly csr: Csr;
  /** Ascending, each node once. */
  readonly nodes: Int32Array;
}

/**
 * The nodes that are named, in any order and however often, and every edge between two of them. O(nodes + edges of
 * those that are named). Throws INPUT_INVALID on a number that is no node.
 */
export function inducedSubgraph(csr: Csr, named: Int32Array): InducedSubgraph {
  const placeOf = placesOf(csr.nodeCount, named);
  const nodes = Int32Array.from(placeOf.keys()).filter((node) => placeOf[node] !== outside);
  const offsets = new Int32Array(nodes.length + 1);
  for (const [place, node] of nodes.entries()) {
    let kept = 0;
    for (let edge = csr.offsets[node]!; edge < csr.offsets[node + 1]!; edge += 1) {
      if (placeOf[csr.targets[edge]!] !== outside) kept += 1;
    }
    offsets[place + 1] = offsets[place]! + kept;
  }
  const targets = new Int32Array(offsets[nodes.length]!);
  const weights = new Float64Array(targets.length);
  let next = 0;
  // Places ascend with the nodes, so rows stay sorted.
  for (const node of nodes) {
    for (let edge = csr.offsets[node]!; edge < csr.offsets[node + 1]!; edge += 1) {
      const target = placeOf[csr.targets[edge]!]!;
      if (target === outside) continue;
      targets[next] = target;
      weights[next] = csr.weights[edge]!;
      next += 1;
    }
  }
  return { csr: { nodeCount: nodes.length, offsets, targets, weights }, nodes };
}

const outside = -1;

/** The place of every node among those that are named, in ascending order. */
function placesOf(nodeCount: number, named: Int32Array): Int32Array {
  const placeOf = new Int32Array(nodeCount).fill(outside);
  for (const node of named) {
    if (!(node >= 0 && node < nodeCount)) {
      const message = `taking a part of the graph: "${node}" is none of its ${nodeCount} nodes, which begin at 0; correct it`;
      throw new AnelError('INPUT_INVALID', message);
    }
    placeOf[node] = 0;
  }
  let place = 0;
  for (let node = 0; node < nodeCount; node += 1) {
    if (placeOf[node] === outside) continue;
    placeOf[node] = place;
    place += 1;
  }
  return placeOf;
}
