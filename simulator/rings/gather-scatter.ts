import { range, type Shape } from '../flow.ts';

/** The first half pays position 0, which then pays the rest what it gathered. */
export const gatherScatter: Shape = {
  typology: 'GATHER_SCATTER',
  title: 'many accounts pay one, which pays many others',
  sizeMin: 7,
  sizeMax: 20,
  plan(size, money, random) {
    const sources = random.between(Math.floor((size - 1) * 0.4), Math.ceil((size - 1) * 0.6));
    const gathered = range(1, 1 + sources).map((from) => ({ from, to: 0, usd: money.entry() }));
    const total = gathered.reduce((sum, step) => sum + step.usd, 0);
    const parts = money.split(money.after(total), size - 1 - sources);
    return [...gathered, ...parts.map((usd, index) => ({ from: 0, to: 1 + sources + index, usd }))];
  },
};
