import { dayMs } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { SimulatedAccount } from './account.ts';
import { Cast } from './cast.ts';
import { stranger } from './ordinary.ts';
import type { World } from './world.ts';

/** Accounts this young count as fresh. */
const freshForMs = 5 * dayMs;
/** Newcomers that a search for fresh accounts looks at. */
const newcomersMax = 400;

/** Strangers that are recruited anywhere: each is on several transfers, so fewer than in ordinary traffic. */
const abroadShare = 0.02;

/** How a ring recruits. */
export interface Recruiting {
  readonly size: number;
  readonly country: number;
  readonly ms: number;
  readonly freshShare: number;
  /** Accounts that already belong to a ring. */
  readonly taken: ReadonlySet<number>;
}

/**
 * The members of a ring: ordinary people with some companies among them, who keep their ordinary traffic. Half of
 * the rings recruit strangers; the other half also acquaintances of members. Some members opened days ago.
 */
export function castRing(world: World, recruiting: Recruiting, random: Random): number[] {
  const { size, country, ms, freshShare, taken } = recruiting;
  const cast = new Cast(world, ms, random);
  const fresh = newcomersBefore(world, country, ms);
  const acquaintance = random.chance(0.5) ? 0 : 0.3 + 0.4 * random.next();
  const free = (index: number): number | undefined => (taken.has(index) ? undefined : index);
  const homeland = world.of('PERSON', country);
  if (homeland.length > 0) cast.fill(1, () => free(random.pick(homeland)));
  if (cast.size > 0) {
    cast.fill(size, () => free(recruit(world, cast.members, fresh, acquaintance, freshShare, random)));
  }
  return cast.fill(size, () => free(random.below(world.accounts.length))).members;
}

function recruit(
  world: World,
  members: readonly number[],
  fresh: readonly number[],
  acquaintance: number,
  freshShare: number,
  random: Random,
): number {
  const recruiter = world.accounts[random.pick(members)] as SimulatedAccount;
  if (fresh.length > 0 && random.chance(freshShare)) return random.pick(fresh);
  if (recruiter.contacts.length > 0 && random.chance(acquaintance)) return random.pick(recruiter.contacts);
  return stranger(world.accounts[members[0] ?? 0] as SimulatedAccount, world, random, abroadShare);
}

/** Persons and companies of a country that opened in the days before a time. */
function newcomersBefore(world: World, country: number, ms: number): number[] {
  let end = 0;
  let high = world.newcomers.length;
  while (end < high) {
    const middle = (end + high) >> 1;
    const opensMs = world.accounts[world.newcomers[middle] as number]?.opensMs ?? 0;
    if (opensMs <= ms) end = middle + 1;
    else high = middle;
  }
  return world.newcomers.slice(Math.max(0, end - newcomersMax), end).filter((index) => {
    const account = world.accounts[index] as SimulatedAccount;
    return account.kind !== 'MERCHANT' && account.country === country && account.opensMs > ms - freshForMs;
  });
}
