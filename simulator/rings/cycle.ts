import { range, type Shape } from '../flow.ts';

/** The money goes round, once or twice, and comes home smaller. */
export const cycle: Shape = {
  typology: 'CYCLE',
  title: 'money goes round and returns',
  sizeMin: 4,
  sizeMax: 12,
  plan(size, money, random) {
    const laps = size <= 6 ? 2 : random.between(1, 2);
    let usd = money.entry();
    return range(0, laps * size).map((hop) => {
      const step = { from: hop % size, to: (hop + 1) % size, usd };
      usd = hop % size === size - 1 ? money.entry() : money.after(usd);
      return step;
    });
  },
};
