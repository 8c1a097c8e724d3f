import { Cast } from '../cast.ts';
import type { LookAlike } from './look-alike.ts';

/** Everybody pays something and they settle. */
export const sharedTrip: LookAlike = {
  kind: 'SHARED_TRIP',
  title: 'friends settle the costs of a trip',
  shapes: ['RANDOM', 'BIPARTITE'],
  everyDays: 0,
  lastsHoursMin: 12,
  lastsHoursMax: 144,
  keptMax: 0.15,
  cast({ world, size, country, ms, random }) {
    return new Cast(world, ms, random).fillFriends(size, 'PERSON', country).members;
  },
};
