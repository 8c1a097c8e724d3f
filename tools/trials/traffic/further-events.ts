import { minuteMs } from '../../../base/clock.ts';
import type { Random } from '../../../base/random.ts';
import {
  type AuthenticationEvent,
  type Identifiers,
  identifierKinds,
  type LogEvent,
  type ReversalEvent,
  type TransferEvent,
} from '../../../graph/model/event.ts';

/** Somebody logs in to the sending account shortly before a transfer, mostly with the same identifiers. */
export function authenticationBefore(transfer: TransferEvent, random: Random): AuthenticationEvent {
  const at = transfer.at - random.between(1, 20) * minuteMs;
  return {
    kind: 'authentication',
    id: `auth-${transfer.id}`,
    at,
    seenAt: at,
    account: transfer.from,
    method: random.pick(['password', 'passkey', 'otp']),
    outcome: random.chance(0.9) ? 'success' : 'failure',
    ...identifiersOf(transfer),
  };
}

/** The receiver's owner does something in the app. */
export function logBefore(transfer: TransferEvent, random: Random): LogEvent {
  const at = transfer.at - random.between(1, 60) * minuteMs;
  return {
    kind: 'log',
    id: `log-${transfer.id}`,
    at,
    seenAt: at,
    account: transfer.to,
    action: random.pick(['payee-added', 'address-changed', 'session']),
    ...identifiersOf(transfer),
  };
}

/** The transfer is taken back at a time. */
export function reversalOf(transfer: TransferEvent, at: number): ReversalEvent {
  return { kind: 'reversal', id: `undo-${transfer.id}`, at, seenAt: at, reverses: transfer.id };
}

function identifiersOf(event: Identifiers): Identifiers {
  const known = identifierKinds.flatMap((kind) => (event[kind] === undefined ? [] : [[kind, event[kind]]]));
  return Object.fromEntries(known) as Identifiers;
}
