import type { EvidenceGraph } from '../evidence-graph.ts';
import { clearer, type FoundShape, type ShapeRecogniser, saturating } from './recogniser.ts';

/** Several accounts pay the same several others: clear from two senders with two common receivers on. */
export const bipartite: ShapeRecogniser = {
  typology: 'BIPARTITE',
  find(graph) {
    let best: FoundShape | null = null;
    for (const sender of graph.accounts) {
      const receivers = new Set(graph.outOf(sender).map(({ to }) => to));
      if (receivers.size < 2) continue;
      best = clearer(best, blockOf(graph, sender, receivers));
    }
    return best;
  },
};

/** The senders that share two receivers or more with the first one, and the receivers that they share. */
function blockOf(graph: EvidenceGraph, sender: string, receivers: ReadonlySet<string>): FoundShape {
  const senders = [sender];
  const shared = new Set<string>();
  for (const other of graph.accounts) {
    if (other === sender || receivers.has(other)) continue;
    const common = graph.outOf(other).filter(({ to }) => receivers.has(to));
    if (common.length < 2) continue;
    senders.push(other);
    for (const { to } of common) shared.add(to);
  }
  const pairs = senders.flatMap((account) => graph.outOf(account).filter(({ to }) => shared.has(to)));
  const size = (senders.length - 1) * Math.max(0, shared.size - 1);
  return { clarity: 0.9 * saturating(size, 1), pairs, accounts: [...senders, ...shared] };
}
