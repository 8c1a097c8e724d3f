import type { Random } from '../base/random.ts';
import type { TransferEvent } from '../graph/model/event.ts';
import type { SimulatedAccount } from './account.ts';
import { toMinor } from './amounts.ts';
import { countries } from './countries.ts';
import type { Draft } from './draft.ts';
import { drawChannel, drawFormat } from './formats-mix.ts';
import type { World } from './world.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** How often a transfer says which device and net, which phone, e-mail and address, and where it was ordered. */
const presence = { session: 0.8, contact: 0.25, address: 0.1, geo: 0.4, publicNet: 0.05 } as const;

/**
 * Makes the event of a draft: currency, exact amount, format, channel and identifiers. Nothing here looks at the
 * label; a group can only make its members use one identifier, which families do as well.
 */
export function decorate(
  draft: Draft,
  id: string,
  startAt: number,
  world: World,
  random: Random,
): TransferEvent {
  const sender = world.accounts[draft.from] as SimulatedAccount;
  const receiver = world.accounts[draft.to] as SimulatedAccount;
  const { currency } = countries[sender.country] as (typeof countries)[number];
  const format = random.chance(0.3) ? sender.favouriteFormat : drawFormat(draft.usd, random);
  const at = startAt + draft.ms;
  const event: Mutable<TransferEvent> = {
    kind: 'transfer',
    id,
    at,
    seenAt: at,
    from: sender.ref,
    to: receiver.ref,
    amountMinor: toMinor(draft.usd, currency, random.chance(sender.roundness)),
    currency,
    format,
    channel: drawChannel(format, random),
  };
  addIdentifiers(event, draft, sender, world, random);
  return event;
}

function addIdentifiers(
  event: Mutable<TransferEvent>,
  draft: Draft,
  sender: SimulatedAccount,
  world: World,
  random: Random,
): void {
  const sharing = draft.group?.sharing ?? null;
  const owner = (kind: string): SimulatedAccount =>
    sharing?.kind === kind ? (world.accounts[sharing.owner] as SimulatedAccount) : sender;
  const city = countries[sender.country]?.cities[sender.city] ?? 'XX';
  if (random.chance(presence.geo)) event.geo = city;
  if (random.chance(presence.session)) {
    event.device = `dev-${code(owner('device').deviceOwner)}`;
    const abroad = random.chance(presence.publicNet);
    event.ip = abroad ? `10.255.${sender.country}.${sender.city}` : netAddress(owner('ip').home);
  }
  if (random.chance(presence.contact)) event.phone = `+999${String(owner('phone').index).padStart(9, '0')}`;
  if (random.chance(presence.contact)) event.email = `c${code(sender.index)}@mail.example`;
  if (random.chance(presence.address)) event.address = `adr-${code(sender.home)}`;
  if (event.format === 'CARD') event.card = `card-${code(sender.index)}`;
}

/** Seven characters that look arbitrary and are unique for indexes up to ten million. */
function code(index: number): string {
  return ((index * 48_271_003 + 7_654_321) % 78_364_164_096).toString(36).padStart(7, '0');
}

/** An address of the private network 10.0.0.0/8. */
function netAddress(index: number): string {
  return `10.${(index >> 16) & 127}.${(index >> 8) & 255}.${index & 255}`;
}
