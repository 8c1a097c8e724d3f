import { Cast } from '../cast.ts';
import type { LookAlike } from './look-alike.ts';

/** Traders pay wholesalers, wholesalers pay makers. */
export const supplyChain: LookAlike = {
  kind: 'SUPPLY_CHAIN',
  title: 'traders pay wholesalers, which pay makers',
  shapes: ['STACK', 'CHAIN'],
  everyDays: 7,
  lastsHoursMin: 24,
  lastsHoursMax: 144,
  keptMax: 0.15,
  cast({ world, size, country, ms, random }) {
    return new Cast(world, ms, random).fillFriends(size, 'COMPANY', country).members;
  },
};
