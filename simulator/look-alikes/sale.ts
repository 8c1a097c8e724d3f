import { Cast } from '../cast.ts';
import type { LookAlike } from './look-alike.ts';

/** The week of a sale: people spend much at two shops, which pay the same owner. */
export const sale: LookAlike = {
  kind: 'SALE',
  title: 'people spend at the shops of one owner',
  shapes: ['BUST_OUT'],
  everyDays: 0,
  lastsHoursMin: 12,
  lastsHoursMax: 120,
  keptMax: 0.2,
  cast({ world, size, country, ms, random }) {
    const cast = new Cast(world, ms, random).fillOf(2, 'MERCHANT', country, true);
    return cast.fillOf(size - 1, 'PERSON', country).fillOf(size, 'COMPANY', country).members;
  },
};
