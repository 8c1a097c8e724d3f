import type { RingRole, RingTransfer } from '../model.ts';

/** Counterparties from which an account is a hub on that side. */
const hubMin = 3;

/**
 * What each account does in the evidence, by its distinct counterparties: who pays three or more is a distributor, who is paid by as many a collector, who does both
 * is a bridge between the two; others are mules when money passes through them, sources when they only pay, sinks when they are only paid. O(transfers).
 */
export function rolesOf(transfers: readonly RingTransfer[]): ReadonlyMap<string, RingRole> {
  const receivers = new Map<string, Set<string>>();
  const senders = new Map<string, Set<string>>();
  for (const { from, to } of transfers) {
    addTo(receivers, from, to);
    addTo(senders, to, from);
  }
  const roles = new Map<string, RingRole>();
  for (const account of new Set([...receivers.keys(), ...senders.keys()])) {
    roles.set(account, roleOf(senders.get(account)?.size ?? 0, receivers.get(account)?.size ?? 0));
  }
  return roles;
}

function roleOf(senders: number, receivers: number): RingRole {
  if (senders >= hubMin && receivers >= hubMin) return 'BRIDGE';
  if (senders >= hubMin) return 'COLLECTOR';
  if (receivers >= hubMin) return 'DISTRIBUTOR';
  if (senders > 0 && receivers > 0) return 'MULE';
  return senders > 0 ? 'SINK' : 'SOURCE';
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}
