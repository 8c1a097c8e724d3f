import { interleave, range, type Shape } from '../flow.ts';

/** Accounts with a good name spend ever more at two colluding payees, which pass part of it to the last position. */
export const bustOut: Shape = {
  typology: 'BUST_OUT',
  title: 'accounts with a good name run up debts at colluding payees',
  sizeMin: 6,
  sizeMax: 14,
  plan(size, money, random) {
    const organiser = size - 1;
    const spending = range(2, organiser).map((from) => {
      const count = random.between(1, 3);
      return range(0, count).map((nth) => {
        const growth = 0.7 + (0.8 * nth) / count;
        return { from, to: random.below(2), usd: money.entry() * growth };
      });
    });
    const spent = interleave(spending, random);
    const collected = [0, 1].flatMap((from) => {
      const got = spent.filter((step) => step.to === from);
      const total = got.reduce((sum, step) => sum + step.usd, 0);
      const count = Math.round(got.length / 2);
      return money.split(money.after(total) / 2, count).map((usd) => ({ from, to: organiser, usd }));
    });
    return [...spent, ...collected];
  },
};
