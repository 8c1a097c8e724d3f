import { formatAmount } from '../../graph/model/currency.ts';
import { identifierKinds, type TransferEvent } from '../../graph/model/event.ts';
import type { SimulatedTransfer } from '../simulate.ts';
import type { SimulationFormat } from './simulation-format.ts';

/** Canonical events, one JSON object a line, with the truth of each. */
export const jsonl: SimulationFormat = {
  name: 'jsonl',
  file: 'transactions.jsonl',
  header: null,
  loses: 'nothing',
  encoder: () => ({
    line: canonicalLine,
    eventId: (id) => id,
    accountKey: (key) => key,
    sideFiles: () => [],
  }),
};

/** The canonical line of a transfer. `seenAt` is left out when it equals `at`. */
export function canonicalLine({ event, truth }: SimulatedTransfer): string {
  const line = canonical(event);
  line.truth = { fraud: truth.fraud };
  return JSON.stringify(line);
}

function canonical(event: TransferEvent): Record<string, unknown> {
  const line: Record<string, unknown> = {
    kind: 'transfer',
    id: event.id,
    at: new Date(event.at).toISOString(),
  };
  if (event.seenAt !== event.at) line.seenAt = new Date(event.seenAt).toISOString();
  line.from = event.from;
  line.to = event.to;
  line.amount = formatAmount(event.amountMinor, event.currency);
  line.currency = event.currency;
  line.format = event.format;
  for (const key of ['channel', 'geo', ...identifierKinds] as const) {
    if (event[key] !== undefined) line[key] = event[key];
  }
  return line;
}
