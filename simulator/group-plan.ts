import type { Random } from '../base/random.ts';
import type { Appointment } from './agenda.ts';
import type { AmountPool } from './amounts.ts';
import type { Draft, Group, Sharing } from './draft.ts';
import { Money, type Shape } from './flow.ts';
import type { SimulationOptions } from './options.ts';
import { drawCountry } from './population.ts';
import type { Rhythm } from './rhythm.ts';
import { castRing } from './ring-cast.ts';
import { shapes } from './rings/registry.ts';
import type { World } from './world.ts';

/** What groups are planned with. `ringMembers` grows with every ring. */
export interface GroupPlanner {
  readonly options: SimulationOptions;
  readonly world: World;
  readonly rhythm: Rhythm;
  readonly pool: AmountPool;
  readonly ringMembers: Set<number>;
  readonly random: Random;
}

/** The largest fee or loss of a ring when money is passed on. */
const ringKeptMax = 0.1;
/** Amounts from which a group starts are drawn again when they are smaller (US dollars). */
const baseUsdMin = 10;
const baseAttemptsMax = 20;

/** The transfers of one group, in time order, all inside its appointment. Empty when no cast was found. */
export function planGroup(appointment: Appointment, ringId: string | null, planner: GroupPlanner): Draft[] {
  const { rhythm, random } = planner;
  const { typology, lookAlike, standing, startMs, endMs } = appointment;
  const shape = shapes[typology];
  if (standing.members.length === 0) {
    standing.members = castMembers(appointment, shape, planner);
    standing.baseUsd = drawBase(planner);
  }
  const { members } = standing;
  if (members.length < shape.sizeMin) return [];
  const spread = random.chance(0.5) ? 0.12 : 0.5;
  const money = new Money(random, standing.baseUsd, spread, lookAlike?.keptMax ?? ringKeptMax);
  const steps = shape.plan(members.length, money, random);
  const times = Float64Array.from(steps, () => rhythm.sample(random, startMs, endMs)).sort();
  const group: Group = {
    ringId,
    typology,
    lookAlike: lookAlike?.kind ?? null,
    members,
    sharing: drawSharing(members, lookAlike === null ? planner.options.sharingShare : benignSharing, random),
  };
  return steps.map((step, nth) => ({
    ms: times[nth] as number,
    from: members[step.from] as number,
    to: members[step.to] as number,
    usd: step.usd,
    group,
  }));
}

/** The share of benign groups that use one device, net or phone: an accountant, a household. */
const benignSharing = 0.15;

/** Countries that are tried for a benign group, since a small one may have too few accounts. */
const castAttemptsMax = 8;

function castMembers(appointment: Appointment, shape: Shape, planner: GroupPlanner): readonly number[] {
  const { world, random, ringMembers, options } = planner;
  const size = drawSize(shape, random);
  const ms = appointment.startMs;
  const { lookAlike } = appointment;
  if (lookAlike !== null) {
    let members: readonly number[] = [];
    for (let attempt = 0; attempt < castAttemptsMax && members.length < shape.sizeMin; attempt += 1) {
      members = lookAlike.cast({ world, size, country: drawCountry(random), ms, random });
    }
    return members;
  }
  const country = drawCountry(random);
  const recruiting = { size, country, ms, freshShare: options.freshShare, taken: ringMembers };
  const members = castRing(world, recruiting, random);
  for (const member of members) ringMembers.add(member);
  return random.shuffle(members);
}

/** Small groups are more likely than large ones. */
function drawSize(shape: Shape, random: Random): number {
  const share = Math.min(random.next(), random.next() + 0.2);
  return shape.sizeMin + Math.floor(share * (shape.sizeMax - shape.sizeMin + 1));
}

function drawBase({ pool, random }: GroupPlanner): number {
  let usd = pool.draw(random);
  for (let attempt = 0; attempt < baseAttemptsMax && usd < baseUsdMin; attempt += 1) usd = pool.draw(random);
  return Math.max(usd, baseUsdMin);
}

function drawSharing(members: readonly number[], share: number, random: Random): Sharing | null {
  if (!random.chance(share)) return null;
  return { kind: random.pick(['device', 'ip', 'phone'] as const), owner: random.pick(members) };
}
