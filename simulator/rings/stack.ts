import { type FlowStep, range, type Shape } from '../flow.ts';

/** Two bipartite layers: sources pay middles, middles pay sinks what came in. */
export const stack: Shape = {
  typology: 'STACK',
  title: 'two layers, each paying several of the next',
  sizeMin: 6,
  sizeMax: 18,
  plan(size, money, random) {
    const third = Math.floor(size / 3);
    const middles = range(third, 2 * third);
    const sinks = range(2 * third, size);
    const received = new Map<number, number>();
    const lower = range(0, third).flatMap((from, index) => {
      const own = index % middles.length;
      const other = (own + random.between(1, middles.length - 1)) % middles.length;
      return [own, other].map((middle): FlowStep => {
        const to = middles[middle] as number;
        const usd = money.entry();
        received.set(to, (received.get(to) ?? 0) + usd);
        return { from, to, usd };
      });
    });
    const upper = middles.flatMap((from) => {
      const payees = random.shuffle([...sinks]).slice(0, random.between(1, 2));
      const parts = money.split(money.after(received.get(from) ?? 0), payees.length);
      return payees.map((to, index): FlowStep => ({ from, to, usd: parts[index] as number }));
    });
    return [...random.shuffle(lower), ...random.shuffle(upper)];
  },
};
