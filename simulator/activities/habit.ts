import type { Identifiers, TransferEvent } from '../../graph/model/event.ts';
import type { ActivityDraft, Owner } from './owner.ts';

/** How long before a transfer its earliest activity can be, in seconds. */
export const leadSecondsMax = 1800;

/** How likely each thing is at a transfer of an account whose activities are told. */
const chances = {
  session: 0.7,
  mistyped: 0.08,
  forgotten: 0.006,
  newDevice: 0.006,
  newDeviceAfterForgotten: 0.4,
  payeeAdded: 0.04,
  viewed: 0.2,
} as const;

/** Changes that owners make themselves now and then, each this likely at a transfer. */
const change = {
  chance: 0.008,
  actions: ['address-changed', 'email-changed', 'phone-changed', 'limit-raised'],
} as const;

/**
 * What an owner does before one of their transfers, at most `leadSecondsMax` earlier, in time order. Knows the transfer's time,
 * device and net and nothing of its label: people mistype, forget passwords and buy phones whoever they pay.
 */
export function habit(owner: Owner, transfer: TransferEvent): ActivityDraft[] {
  const { random } = owner;
  if (!random.chance(chances.session)) return [];
  const forgotten = random.chance(chances.forgotten);
  const replaced = random.chance(forgotten ? chances.newDeviceAfterForgotten : chances.newDevice);
  const shown = replaced ? { ...transfer, device: owner.unseenDevice() } : transfer;
  const successAt = transfer.at - owner.seconds(10, 600);
  return [
    ...failures(owner, shown, successAt, forgotten),
    owner.authentication(successAt, 'success', shown),
    ...logs(owner, shown, successAt, transfer.at),
  ];
}

function failures(owner: Owner, shown: Identifiers, successAt: number, forgotten: boolean): ActivityDraft[] {
  const { random } = owner;
  const count = forgotten ? random.between(3, 6) : random.chance(chances.mistyped) ? random.between(1, 2) : 0;
  const drafts: ActivityDraft[] = [];
  let at = successAt;
  if (forgotten) {
    at -= owner.seconds(5, 60);
    drafts.push(owner.log(at, 'password-reset', shown));
  }
  for (let nth = 0; nth < count; nth += 1) {
    at -= owner.seconds(5, 120);
    drafts.push(owner.authentication(at, 'failure', shown));
  }
  return drafts.reverse();
}

function logs(owner: Owner, shown: Identifiers, fromMs: number, untilMs: number): ActivityDraft[] {
  const { random } = owner;
  const actions: string[] = [];
  if (random.chance(chances.viewed)) actions.push('statement-viewed');
  if (random.chance(change.chance)) actions.push(random.pick(change.actions));
  if (random.chance(chances.payeeAdded)) actions.push('payee-added');
  const step = Math.floor((untilMs - fromMs) / 1000 / (actions.length + 1)) * 1000;
  return actions.map((action, nth) => owner.log(fromMs + (nth + 1) * step, action, shown));
}
