import { type FlowStep, range, type Shape } from '../flow.ts';

/** Several amounts wander through the group at random, each along its own walk. */
export const randomWalks: Shape = {
  typology: 'RANDOM',
  title: 'money wanders inside a group',
  sizeMin: 5,
  sizeMax: 15,
  plan(size, money, random) {
    const order = random.shuffle(range(0, size));
    const walks = Math.max(2, Math.round(size / 3));
    const holders = range(0, walks).map((walk) => ({ at: order[walk % size] as number, usd: money.entry() }));
    return range(0, size + walks).map((turn): FlowStep => {
      const holder = holders[turn % walks] as { at: number; usd: number };
      const from = holder.at;
      const planned = order[(turn + walks) % size] as number;
      const to = planned === from ? (order[(order.indexOf(from) + 1) % size] as number) : planned;
      const step = { from, to, usd: holder.usd };
      holder.at = to;
      holder.usd = money.after(holder.usd);
      return step;
    });
  },
};
