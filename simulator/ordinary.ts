import type { Random } from '../base/random.ts';
import type { SimulatedAccount } from './account.ts';
import { meet } from './acquaintance.ts';
import { logNormal } from './amounts.ts';
import type { Draft } from './draft.ts';
import { drawCountry, popular } from './population.ts';
import type { World } from './world.ts';

/** A counterparty and the amounts that go to it. */
interface Purpose {
  readonly to: number;
  readonly median: number;
  readonly sigma: number;
}

/** Draws that a transfer may take to find two open accounts. */
const attemptsMax = 50;

/** One transfer of everyday life in the second `ms`: who pays is drawn by activity, whom by habit. */
export function ordinaryTransfer(world: World, ms: number, hour: number, random: Random): Draft {
  for (let attempt = 1; ; attempt += 1) {
    const sender = world.pickSender(random);
    if (attempt < attemptsMax && (sender.opensMs > ms || !awake(sender, hour, random))) continue;
    const { to, median, sigma } = purposeOf(sender, world, random);
    const receiver = world.accounts[to] as SimulatedAccount;
    if (to === sender.index || (attempt < attemptsMax && receiver.opensMs > ms)) continue;
    return { ms, from: sender.index, to, usd: logNormal(random, median * sender.scale, sigma), group: null };
  }
}

/** Companies and merchants pay in office hours, mostly. */
function awake(sender: SimulatedAccount, hour: number, random: Random): boolean {
  return sender.kind === 'PERSON' || (hour >= 7 && hour < 19) || random.chance(0.4);
}

function purposeOf(sender: SimulatedAccount, world: World, random: Random): Purpose {
  if (sender.kind === 'PERSON') return personPays(sender, world, random);
  if (sender.kind === 'MERCHANT') return merchantPays(sender, world, random);
  return companyPays(sender, world, random);
}

/** The share of tried shops that are anywhere. */
const shopsAbroad = 0.3;

function personPays(sender: SimulatedAccount, world: World, random: Random): Purpose {
  const { hubs, hubShare } = world;
  if (hubShare > 0 && hubs.length > 0 && random.chance(hubShare))
    return { to: random.pick(hubs), median: 45, sigma: 0.8 };
  const draw = random.next();
  if (draw < 0.4) {
    const explores = sender.shops.length === 0 || random.chance(0.25);
    const shops = world.of('MERCHANT', random.chance(shopsAbroad) ? drawCountry(random) : sender.country);
    if (!explores) return { to: random.pick(sender.shops), median: 60, sigma: 1 };
    if (shops.length > 0) return { to: popular(shops, random), median: 60, sigma: 1 };
  }
  const companies = world.of('COMPANY', sender.country);
  if (draw < 0.48 && companies.length > 0) return { to: popular(companies, random), median: 160, sigma: 0.7 };
  if (draw < 0.82 && sender.contacts.length > 0)
    return { to: random.pick(sender.contacts), median: 130, sigma: 1.1 };
  return { to: newPayee(sender, world, random), median: 220, sigma: 1.2 };
}

function merchantPays(sender: SimulatedAccount, world: World, random: Random): Purpose {
  const draw = random.next();
  if (draw < 0.55 && sender.contacts.length > 0)
    return { to: random.pick(sender.contacts), median: 900, sigma: 1.1 };
  const customers = world.of('PERSON', sender.country);
  if (draw < 0.9 && customers.length > 0) return { to: random.pick(customers), median: 90, sigma: 0.9 };
  return { to: newPayee(sender, world, random), median: 600, sigma: 1.2 };
}

function companyPays(sender: SimulatedAccount, world: World, random: Random): Purpose {
  const draw = random.next();
  if (draw < 0.55 && sender.contacts.length > 0)
    return { to: random.pick(sender.contacts), median: 1400, sigma: 1.2 };
  const people = world.staff.get(sender.index) ?? world.of('PERSON', sender.country);
  if (draw < 0.8 && people.length > 0) return { to: random.pick(people), median: 300, sigma: 1 };
  return { to: newPayee(sender, world, random), median: 800, sigma: 1.3 };
}

/** A new counterparty: mostly the acquaintance of one (triadic closure), else anybody; half of them become habits. */
function newPayee(sender: SimulatedAccount, world: World, random: Random): number {
  const friend = sender.contacts.length > 0 ? world.accounts[random.pick(sender.contacts)] : undefined;
  const closes = friend !== undefined && friend.contacts.length > 0 && random.chance(0.5);
  const to = closes ? random.pick(friend.contacts) : stranger(sender, world, random);
  if (random.chance(0.5)) meet(sender, to, random);
  return to;
}

/** Any person or company, mostly of the same country. */
export function stranger(near: SimulatedAccount, world: World, random: Random, abroad = 0.05): number {
  const homeland = world.of(random.chance(0.85) ? 'PERSON' : 'COMPANY', near.country);
  if (homeland.length > 1 && !random.chance(abroad)) return random.pick(homeland);
  return random.below(world.accounts.length);
}
