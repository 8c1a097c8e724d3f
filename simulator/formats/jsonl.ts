import { formatAmount } from '../../graph/model/currency.ts';
import {
  type GraphEvent,
  type Identifiers,
  identifierKinds,
  type TransferEvent,
} from '../../graph/model/event.ts';
import type { SimulatedActivity } from '../activities/with-activities.ts';
import type { SimulatedLabel } from '../labels/with-labels.ts';
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
    activity: activityLine,
    label: accountLabelLine,
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

/** The canonical line of an authentication or a log. */
function activityLine({ event }: SimulatedActivity): string {
  const line = head(event);
  line.account = event.account;
  if (event.kind === 'log') line.action = event.action;
  else Object.assign(line, { method: event.method, outcome: event.outcome });
  addIdentifiers(line, event);
  return JSON.stringify(line);
}

/** The canonical line of a label of an account. */
function accountLabelLine({ event }: SimulatedLabel): string {
  const { account, verdict, transactionId, source } = event;
  return JSON.stringify({ ...head(event), account, verdict, transactionId, source });
}

function head(event: GraphEvent): Record<string, unknown> {
  const line: Record<string, unknown> = {
    kind: event.kind,
    id: event.id,
    at: new Date(event.at).toISOString(),
  };
  if (event.seenAt !== event.at) line.seenAt = new Date(event.seenAt).toISOString();
  return line;
}

function addIdentifiers(line: Record<string, unknown>, event: Identifiers): void {
  for (const kind of identifierKinds) {
    if (event[kind] !== undefined) line[kind] = event[kind];
  }
}

function canonical(event: TransferEvent): Record<string, unknown> {
  const line = head(event);
  line.from = event.from;
  line.to = event.to;
  line.amount = formatAmount(event.amountMinor, event.currency);
  line.currency = event.currency;
  line.format = event.format;
  if (event.channel !== undefined) line.channel = event.channel;
  if (event.geo !== undefined) line.geo = event.geo;
  addIdentifiers(line, event);
  return line;
}
