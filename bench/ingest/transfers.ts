import type { TransferEvent } from '../../graph/model/event.ts';
import { encodeEvent } from '../../ingest/validate/encode-event.ts';
import { simulate } from '../../simulator/simulate.ts';
import type { RoundTransfers } from './contest.ts';

export interface BenchTransfers {
  readonly rounds: readonly RoundTransfers[];
  /** Every account of the bare side. */
  readonly bareAccounts: readonly string[];
}

/**
 * Simulated transfers of a network of one account for 16 transfers, in rounds of equal size. Without identifiers there is as much to
 * write for each as the bare driver writes: two accounts and the transfer between them.
 */
export function benchTransfers(options: {
  readonly transactions: number;
  readonly rounds: number;
  readonly seed: number;
  readonly identifiers: boolean;
}): BenchTransfers {
  const { transactions, seed, identifiers } = options;
  const accounts = Math.max(500, Math.round(transactions / 16));
  const rings = Math.max(1, Math.round(transactions / 1250));
  const events = [...simulate({ accounts, transactions, rings, seed })].map(({ event }) =>
    identifiers ? event : withoutIdentifiers(event),
  );
  const bare = events.map((event) => ({
    ...event,
    id: `bare-${event.id}`,
    from: { account: `bare-${event.from.bank ?? ''}/${event.from.account}` },
    to: { account: `bare-${event.to.bank ?? ''}/${event.to.account}` },
  }));
  const bareAccounts = [...new Set(bare.flatMap(({ from, to }) => [from.account, to.account]))];
  const size = Math.ceil(events.length / options.rounds);
  const rounds = inBatches(events, size).map((slice, index) => ({
    texts: slice.map((event) => encodeEvent(event)),
    bare: bare.slice(index * size, (index + 1) * size),
  }));
  return { rounds, bareAccounts };
}

function withoutIdentifiers(event: TransferEvent): TransferEvent {
  const { device, ip, phone, email, card, address, ...rest } = event;
  return rest;
}

/** An array in pieces of at most `size`. */
export function inBatches<T>(items: readonly T[], size: number): (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
