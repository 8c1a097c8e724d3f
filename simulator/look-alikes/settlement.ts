import { Cast } from '../cast.ts';
import type { LookAlike } from './look-alike.ts';

/** Rent day or a club's fees: the same payers every time. */
export const settlement: LookAlike = {
  kind: 'SETTLEMENT',
  title: 'tenants pay a landlord, members a club',
  shapes: ['FAN_IN'],
  everyDays: 7,
  lastsHoursMin: 12,
  lastsHoursMax: 96,
  keptMax: 0.1,
  cast({ world, size, country, ms, random }) {
    const receiver = random.chance(0.5) ? 'MERCHANT' : 'COMPANY';
    return new Cast(world, ms, random).fillOf(1, receiver, country).fillOf(size, 'PERSON', country).members;
  },
};
