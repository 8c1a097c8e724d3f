import { range, type Shape } from '../flow.ts';

/** Mules in a row: each passes on what it got, in one to three parts. */
export const chain: Shape = {
  typology: 'CHAIN',
  title: 'mules pass money on, one after the other',
  sizeMin: 4,
  sizeMax: 12,
  plan(size, money, random) {
    const parts = size <= 5 ? random.between(2, 3) : random.between(1, 3);
    let amounts = range(0, parts).map(() => money.entry());
    return range(0, size - 1).flatMap((from) => {
      const steps = amounts.map((usd) => ({ from, to: from + 1, usd }));
      amounts = amounts.map((usd) => money.after(usd));
      return steps;
    });
  },
};
