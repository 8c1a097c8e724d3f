import { canFeed } from '../evidence-graph.ts';
import { clearer, type FoundShape, type ShapeRecogniser, saturating } from './recogniser.ts';

/** One account gathers from several and scatters to several others, what came in first: clear from two on either side. */
export const gatherScatter: ShapeRecogniser = {
  typology: 'GATHER_SCATTER',
  find(graph) {
    let best: FoundShape | null = null;
    for (const account of graph.accounts) {
      const incoming = graph.into(account);
      const outgoing = graph.outOf(account);
      const gathered = incoming.filter((pair) => outgoing.some((other) => canFeed(pair, other)));
      const scattered = outgoing.filter((pair) => incoming.some((other) => canFeed(other, pair)));
      const width = Math.min(gathered.length, scattered.length);
      best = clearer(best, {
        clarity: saturating(width - 1, 1),
        pairs: [...gathered, ...scattered],
        accounts: [...gathered.map(({ from }) => from), account, ...scattered.map(({ to }) => to)],
      });
    }
    return best;
  },
};
