import { range, type Shape } from '../flow.ts';

/** Everybody else pays position 0; some pay twice. */
export const fanIn: Shape = {
  typology: 'FAN_IN',
  title: 'many accounts pay one',
  sizeMin: 6,
  sizeMax: 20,
  plan(size, money, random) {
    const payers = range(1, size).flatMap((payer) => (random.chance(0.2) ? [payer, payer] : [payer]));
    return random.shuffle(payers).map((from) => ({ from, to: 0, usd: money.entry() }));
  },
};
