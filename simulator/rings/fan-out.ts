import { range, type Shape } from '../flow.ts';

/** Position 0 pays everybody else; some are paid twice. */
export const fanOut: Shape = {
  typology: 'FAN_OUT',
  title: 'one account pays many',
  sizeMin: 6,
  sizeMax: 20,
  plan(size, money, random) {
    const payees = range(1, size).flatMap((payee) => (random.chance(0.2) ? [payee, payee] : [payee]));
    return random.shuffle(payees).map((to) => ({ from: 0, to, usd: money.entry() }));
  },
};
