import { Cast } from '../cast.ts';
import type { LookAlike } from './look-alike.ts';

/** Weekly wages: the payees are staff. */
export const payroll: LookAlike = {
  kind: 'PAYROLL',
  title: 'a company pays its staff',
  shapes: ['FAN_OUT'],
  everyDays: 7,
  lastsHoursMin: 2,
  lastsHoursMax: 30,
  keptMax: 0.1,
  cast({ world, size, country, ms, random }) {
    const cast = new Cast(world, ms, random).fillOf(1, 'COMPANY', country, true);
    const staff = world.staff.get(cast.members[0] ?? -1) ?? [];
    if (staff.length > 0) cast.fill(size, () => random.pick(staff));
    return cast.fillOf(size, 'PERSON', country).members;
  },
};
