import { canFeed, type EvidenceGraph, type EvidencePair } from '../evidence-graph.ts';
import { type FoundShape, type ShapeRecogniser, saturating } from './recogniser.ts';

/** A middle of a stack with what it received and passed on. */
interface Middle {
  readonly account: string;
  readonly incoming: readonly EvidencePair[];
  readonly outgoing: readonly EvidencePair[];
}

/**
 * Two layers of payments: sources that pay several middles, which pass on to sinks. Clear from two sources, two middles and two sinks on.
 * A middle counts when one of its sources pays another middle too: side by side with chains that have nothing in common it is none.
 */
export const stack: ShapeRecogniser = {
  typology: 'STACK',
  find(graph) {
    const middles = graph.accounts
      .map((account) => middleOf(graph, account))
      .filter((middle) => middle !== null);
    const reach = new Map<string, number>();
    for (const { incoming } of middles) {
      for (const { from } of incoming) reach.set(from, (reach.get(from) ?? 0) + 1);
    }
    const layer = middles.filter(({ incoming }) => incoming.some(({ from }) => (reach.get(from) ?? 0) > 1));
    return shapeOf(layer);
  },
};

function middleOf(graph: EvidenceGraph, account: string): Middle | null {
  const outgoing = graph.outOf(account);
  const incoming = graph.into(account).filter((pair) => outgoing.some((other) => canFeed(pair, other)));
  if (incoming.length === 0) return null;
  const passed = outgoing.filter((pair) => incoming.some((other) => canFeed(other, pair)));
  return { account, incoming, outgoing: passed };
}

function shapeOf(layer: readonly Middle[]): FoundShape | null {
  const sources = new Set(layer.flatMap(({ incoming }) => incoming.map(({ from }) => from)));
  const sinks = new Set(layer.flatMap(({ outgoing }) => outgoing.map(({ to }) => to)));
  const width = Math.min(sources.size, layer.length, sinks.size);
  if (width < 2) return null;
  const pairs = new Set(layer.flatMap(({ incoming, outgoing }) => [...incoming, ...outgoing]));
  const accounts = new Set([...sources, ...layer.map(({ account }) => account), ...sinks]);
  return { clarity: 0.9 * saturating(width - 1, 1), pairs: [...pairs], accounts: [...accounts] };
}
