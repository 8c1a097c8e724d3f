import type { Random } from '../../base/random.ts';
import { accountKey, type TransferEvent } from '../../graph/model/event.ts';
import type { ActivityDraft, Owner } from './owner.ts';

/** A transfer of a takeover without its id. */
export type TakeoverTransfer = Omit<TransferEvent, 'id'>;

/** What a takeover leaves behind, in time order. */
export interface Takeover {
  readonly activities: readonly ActivityDraft[];
  readonly transfers: readonly TakeoverTransfer[];
}

/** The longest time from the beginning of a takeover to its last transfer. */
export const takeoverMsMax = 4 * 3_600_000;

/** Nobody is sure to guess, to change something, or to name the device in the order. */
const chances = { guesses: 0.75, changes: 0.8, secondTransfer: 0.4, namesDevice: 0.8 } as const;
const takenChanges = ['password-changed', 'phone-changed', 'email-changed', 'limit-raised'] as const;
/** Amounts of which a takeover takes the largest: it is after money, so its amount is no secret. */
const amountsDrawn = 4;

/**
 * Somebody else gets into an account: mostly after failures, from a device that the account never had; changes how its
 * owner is reached or what it may pay, adds a payee, and pays. Amounts, formats and channels are those of `recent`,
 * transfers of others in the same currency. Null when they know nobody else to pay.
 */
export function takeover(owner: Owner, startMs: number, recent: readonly TransferEvent[]): Takeover | null {
  const { random } = owner;
  const mule = random.pick(recent).to;
  if (accountKey(mule) === accountKey(owner.ref)) return null;
  const net = `10.${random.between(128, 250)}.${random.below(256)}.${random.below(256)}`;
  const shown = { device: owner.unseenDevice(), ip: net };
  const activities: ActivityDraft[] = [];
  let at = startMs;
  const guesses = random.chance(chances.guesses) ? random.between(3, 8) : 0;
  for (let nth = 0; nth < guesses; nth += 1) {
    activities.push(owner.authentication(at, 'failure', shown));
    at += owner.seconds(5, 180);
  }
  activities.push(owner.authentication(at, 'success', shown));
  for (const action of changesOf(random)) {
    at += owner.seconds(20, 300);
    activities.push(owner.log(at, action, shown));
  }
  const transfers: TakeoverTransfer[] = [];
  for (let left = random.chance(chances.secondTransfer) ? 2 : 1; left > 0; left -= 1) {
    at += owner.seconds(60, 3600);
    transfers.push({
      ...order(recent, random),
      at,
      seenAt: at,
      from: owner.ref,
      to: mule,
      ...named(shown, random),
    });
  }
  return { activities, transfers };
}

function changesOf(random: Random): readonly string[] {
  const changes = random.chance(chances.changes)
    ? random.shuffle([...takenChanges]).slice(0, random.between(1, 2))
    : [];
  return [...changes, 'payee-added'];
}

function order(recent: readonly TransferEvent[], random: Random) {
  const drawn = Array.from({ length: amountsDrawn }, () => random.pick(recent));
  const { amountMinor, currency, format, channel } = drawn.reduce((most, one) =>
    one.amountMinor > most.amountMinor ? one : most,
  );
  return {
    kind: 'transfer' as const,
    amountMinor,
    currency,
    format,
    ...(channel === undefined ? {} : { channel }),
  };
}

function named(shown: { device: string; ip: string }, random: Random): Partial<typeof shown> {
  return random.chance(chances.namesDevice) ? shown : {};
}
