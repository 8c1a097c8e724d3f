import { canFeed, type EvidencePair } from '../evidence-graph.ts';
import { clearer, type FoundShape, type ShapeRecogniser, saturating } from './recogniser.ts';

/** Accounts that spend at one or two payees, which hand part of it to an organiser afterwards: clear from three spenders on. */
export const bustOut: ShapeRecogniser = {
  typology: 'BUST_OUT',
  find(graph) {
    let best: FoundShape | null = null;
    for (const organiser of graph.accounts) {
      const handed: EvidencePair[] = [];
      const spent: EvidencePair[] = [];
      for (const pair of graph.into(organiser)) {
        const takings = graph.into(pair.from).filter((one) => one.from !== organiser && canFeed(one, pair));
        if (takings.length < 2) continue;
        handed.push(pair);
        spent.push(...takings);
      }
      const spenders = new Set(spent.map(({ from }) => from));
      best = clearer(best, {
        clarity: 0.95 * saturating(spenders.size - 2, 1),
        pairs: [...spent, ...handed],
        accounts: [...spenders, ...handed.map(({ from }) => from), organiser],
      });
    }
    return best;
  },
};
