import { Cast } from '../cast.ts';
import type { LookAlike } from './look-alike.ts';

/** Buyers do not know the sellers before, as in a ring. */
export const marketplace: LookAlike = {
  kind: 'MARKETPLACE',
  title: 'buyers of a market pay several sellers',
  shapes: ['BIPARTITE'],
  everyDays: 0,
  lastsHoursMin: 8,
  lastsHoursMax: 96,
  keptMax: 0.1,
  cast({ world, size, country, ms, random }) {
    const cast = new Cast(world, ms, random).fillOf(Math.ceil(size / 2), 'PERSON', country);
    return cast.fillOf(size, random.chance(0.5) ? 'MERCHANT' : 'PERSON', country).members;
  },
};
