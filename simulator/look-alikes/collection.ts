import { Cast } from '../cast.ts';
import type { LookAlike } from './look-alike.ts';

/** Happens once, so that no history tells it apart. */
export const collection: LookAlike = {
  kind: 'COLLECTION',
  title: 'friends collect for a gift or an event',
  shapes: ['FAN_IN', 'GATHER_SCATTER'],
  everyDays: 0,
  lastsHoursMin: 12,
  lastsHoursMax: 144,
  keptMax: 0.15,
  cast({ world, size, country, ms, random }) {
    return new Cast(world, ms, random).fillFriends(size, 'PERSON', country).members;
  },
};
