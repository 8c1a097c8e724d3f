import { interleave, range, type Shape } from '../flow.ts';

/** Position 0 pays everybody in the middle; each passes it on to the last position. */
export const scatterGather: Shape = {
  typology: 'SCATTER_GATHER',
  title: 'one account pays another through many',
  sizeMin: 5,
  sizeMax: 16,
  plan(size, money, random) {
    const sink = size - 1;
    const paths = range(1, sink).map((middle) => {
      const usd = money.entry();
      return [
        { from: 0, to: middle, usd },
        { from: middle, to: sink, usd: money.after(usd) },
      ];
    });
    return interleave(paths, random);
  },
};
