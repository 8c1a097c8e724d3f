import { range, type Shape } from '../flow.ts';

/** Each account of one half pays several of the other half. */
export const bipartite: Shape = {
  typology: 'BIPARTITE',
  title: 'each of a group pays several of another group',
  sizeMin: 6,
  sizeMax: 14,
  plan(size, money, random) {
    const sources = Math.max(2, Math.floor(size * (0.4 + 0.2 * random.next())));
    const sinks = range(sources, size);
    const steps = range(0, sources).flatMap((from) => {
      const count = Math.min(sinks.length, random.between(sources === 2 ? 3 : 2, 4));
      return random
        .shuffle([...sinks])
        .slice(0, count)
        .map((to) => ({ from, to, usd: money.entry() }));
    });
    return random.shuffle(steps);
  },
};
