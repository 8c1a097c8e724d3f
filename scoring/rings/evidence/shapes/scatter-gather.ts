import { canFeed, type EvidencePair } from '../evidence-graph.ts';
import { clearer, type FoundShape, type ShapeRecogniser, saturating } from './recogniser.ts';

/** One source reaches one receiver through several intermediaries, each of which had the money first: clear from two on. */
export const scatterGather: ShapeRecogniser = {
  typology: 'SCATTER_GATHER',
  find(graph) {
    let best: FoundShape | null = null;
    for (const source of graph.accounts) {
      const routes = new Map<string, (readonly [EvidencePair, EvidencePair])[]>();
      for (const first of graph.outOf(source)) {
        for (const second of graph.outOf(first.to)) {
          if (second.to === source || !canFeed(first, second)) continue;
          routes.set(second.to, [...(routes.get(second.to) ?? []), [first, second]]);
        }
      }
      for (const [target, found] of routes) {
        best = clearer(best, {
          clarity: saturating(found.length - 1, 1),
          pairs: found.flat(),
          accounts: [source, ...found.map(([first]) => first.to), target],
        });
      }
    }
    return best;
  },
};
