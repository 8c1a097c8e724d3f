import { Cast } from '../cast.ts';
import type { LookAlike } from './look-alike.ts';

/** A deposit or a sale that is passed on from hand to hand, once. */
export const middlemen: LookAlike = {
  kind: 'MIDDLEMEN',
  title: 'agents pass a price on, one to the next',
  shapes: ['CHAIN', 'RANDOM'],
  everyDays: 0,
  lastsHoursMin: 8,
  lastsHoursMax: 144,
  keptMax: 0.1,
  cast({ world, size, country, ms, random }) {
    const cast = new Cast(world, ms, random).fillOf(Math.ceil(size / 2), 'PERSON', country);
    return random.shuffle(cast.fillOf(size, 'COMPANY', country).members);
  },
};
