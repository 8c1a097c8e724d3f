import { Cast } from '../cast.ts';
import type { LookAlike } from './look-alike.ts';

/** A head office funds its shops, the shops pay the common supplier. */
export const franchise: LookAlike = {
  kind: 'FRANCHISE',
  title: 'a head office, its shops and their supplier',
  shapes: ['SCATTER_GATHER'],
  everyDays: 7,
  lastsHoursMin: 12,
  lastsHoursMax: 120,
  keptMax: 0.2,
  cast({ world, size, country, ms, random }) {
    const cast = new Cast(world, ms, random).fillOf(1, 'COMPANY', country);
    return cast.fillOf(size - 1, 'MERCHANT', country).fillOf(size, 'COMPANY', country, true).members;
  },
};
