import { Cast } from '../cast.ts';
import type { LookAlike } from './look-alike.ts';

/** The companies of one group concentrate and redistribute their cash. */
export const treasurySweep: LookAlike = {
  kind: 'TREASURY_SWEEP',
  title: 'a treasury sweeps the cash of its companies',
  shapes: ['GATHER_SCATTER', 'SCATTER_GATHER'],
  everyDays: 7,
  lastsHoursMin: 6,
  lastsHoursMax: 72,
  keptMax: 0.1,
  cast({ world, size, country, ms, random }) {
    return new Cast(world, ms, random).fillFriends(size, 'COMPANY', country).members;
  },
};
