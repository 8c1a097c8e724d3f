import type { UndirectedRows } from '../../dynamic-rows.ts';
import type { PeelOrder } from '../peel-order.ts';
import { PendingNodes } from '../pending-nodes.ts';

/**
 * Fills the order by peeling the whole graph: always the node that adds least to what is left, of equal ones the lowest (M. Charikar,
 * APPROX 2000). O((nodes + edges) × log nodes), which is less than many repairs.
 */
export function peelAnew(rows: UndirectedRows, order: PeelOrder): void {
  order.clear();
  const left = new PendingNodes();
  left.ensure(rows.nodeCount);
  const { neighbours, weights, starts, lengths } = rows;
  for (let node = 0; node < rows.nodeCount; node += 1) {
    let weight = 0;
    const end = starts[node]! + lengths[node]!;
    for (let slot = starts[node]!; slot < end; slot += 1) weight += weights[slot]!;
    if (lengths[node]! > 0) left.add(node, weight);
  }
  while (left.size > 0) {
    const node = left.pop();
    order.insertBefore(node, -1, left.weightOf(node));
    const end = starts[node]! + lengths[node]!;
    for (let slot = starts[node]!; slot < end; slot += 1) {
      if (left.has(neighbours[slot]!)) left.lower(neighbours[slot]!, weights[slot]!);
    }
  }
}
