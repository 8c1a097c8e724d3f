import { Cast } from '../cast.ts';
import type { LookAlike } from './look-alike.ts';

/** Lent and returned over days. */
export const familyCircle: LookAlike = {
  kind: 'FAMILY_CIRCLE',
  title: 'money is lent around a family and comes back',
  shapes: ['CYCLE'],
  everyDays: 0,
  lastsHoursMin: 12,
  lastsHoursMax: 144,
  keptMax: 0.1,
  cast({ world, size, country, ms, random }) {
    return new Cast(world, ms, random).fillFriends(size, 'PERSON', country).members;
  },
};
