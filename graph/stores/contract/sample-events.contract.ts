import type {
  AuthenticationEvent,
  LabelEvent,
  LogEvent,
  ReversalEvent,
  TransferEvent,
} from '../../model/event.ts';
import type { GraphStore } from '../../store.ts';

/** What the suite needs of an adapter. */
export interface StoreFixture {
  /** Opens the store; again after `close`, with what it held. One store is open at a time. */
  open(): Promise<GraphStore>;
  /** Removes everything that the store kept. The store may still be open. */
  dispose(): Promise<void>;
}

/** The limits that a fixture must open its store with: small, so that each is reached. */
export const contractLimits = { batchMax: 1000, readMax: 10_000 } as const;

/** The start of time in the samples. */
export const startAt = 1_700_000_000_000;

type Changes<E> = Partial<Omit<E, 'kind'>>;

/** A transfer of 10.00 USD between two accounts, one second after `startAt` unless changed. */
export function transfer(
  id: string,
  from: string,
  to: string,
  changes: Changes<TransferEvent> = {},
): TransferEvent {
  const money = { amountMinor: 1000, currency: 'USD', format: 'WIRE' };
  const ends = { from: { account: from }, to: { account: to } };
  return { kind: 'transfer', id, at: startAt + 1000, seenAt: startAt + 2000, ...ends, ...money, ...changes };
}

export function reversal(id: string, reverses: string, changes: Changes<ReversalEvent> = {}): ReversalEvent {
  return { kind: 'reversal', id, at: startAt + 5000, seenAt: startAt + 6000, reverses, ...changes };
}

export function authentication(
  id: string,
  account: string,
  changes: Changes<AuthenticationEvent> = {},
): AuthenticationEvent {
  const act = { account: { account }, method: 'password', outcome: 'success' } as const;
  return { kind: 'authentication', id, at: startAt + 100, seenAt: startAt + 200, ...act, ...changes };
}

export function log(id: string, account: string, changes: Changes<LogEvent> = {}): LogEvent {
  const act = { account: { account }, action: 'payee-added' };
  return { kind: 'log', id, at: startAt + 300, seenAt: startAt + 400, ...act, ...changes };
}

export function label(
  id: string,
  account: string,
  verdict: LabelEvent['verdict'],
  changes: Changes<LabelEvent> = {},
): LabelEvent {
  const found = { account: { account }, verdict };
  return { kind: 'label', id, at: startAt + 700, seenAt: startAt + 800, ...found, ...changes };
}

/** Every event after a sequence number, in the order in which the store gives them. */
export async function exported(store: GraphStore, afterSeq = 0, pageSize = 100) {
  const events = [];
  for await (const page of store.eventsAfter(afterSeq, pageSize)) events.push(...page);
  return events;
}
