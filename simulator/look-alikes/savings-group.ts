import { Cast } from '../cast.ts';
import type { LookAlike } from './look-alike.ts';

/** A rotating savings group (tanda, susu): every round the pot goes round. */
export const savingsGroup: LookAlike = {
  kind: 'SAVINGS_GROUP',
  title: 'neighbours save together, round by round',
  shapes: ['CYCLE', 'FAN_IN'],
  everyDays: 7,
  lastsHoursMin: 12,
  lastsHoursMax: 96,
  keptMax: 0.05,
  cast({ world, size, country, ms, random }) {
    return new Cast(world, ms, random).fillFriends(size, 'PERSON', country).members;
  },
};
