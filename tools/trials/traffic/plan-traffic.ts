import { Random } from '../../../base/random.ts';
import { accountKey, type GraphEvent, type TransferEvent } from '../../../graph/model/event.ts';
import { encodeEvent } from '../../../ingest/validate/encode-event.ts';
import { simulate } from '../../../simulator/simulate.ts';
import { authenticationBefore, logBefore, reversalOf } from './further-events.ts';
import { malformedWays } from './malformed.ts';
import { type InputTopic, numberHeader, type PlannedMessage } from './planned-message.ts';

/** How much traffic, and which. */
export interface TrafficOptions {
  readonly seed: number;
  /** Valid transfers. Authentications, logs and reversals come on top. */
  readonly transactions: number;
}

/** Of the transfers, how many are sent again, and how many malformed messages there are. */
const duplicateShare = 0.05;
const malformedShare = 0.01;

const [authenticationShare, logShare, reversalShare] = [0.04, 0.03, 0.015];

/** How many messages later a repeat, a conflict or a reversal comes when it comes soon. */
const soonMax = 25;

/** A message before the plan is in order: sorted by `place`, then by the order in which they were drafted. */
type Draft = Omit<PlannedMessage, 'number'> & { readonly place: number };

/**
 * The messages of a trial in the order in which they are produced, from the seed alone: simulated transfers with rings, further events
 * of their accounts, exactly 5 % of the transfers repeated (the same bytes, soon or much later, some under another key), exactly 1 %
 * malformed in every way of `malformedWays`. What must come after a transfer has its key: in one partition, order is kept.
 */
export function planTraffic({ seed, transactions }: TrafficOptions): readonly PlannedMessage[] {
  const random = new Random(seed).fork('traffic');
  const transfers = simulatedTransfers(seed, transactions);
  const valid = transfers.flatMap((transfer, place) => validDrafts(transfer, place, transfers, random));
  const drafts = [
    ...valid,
    ...duplicates(valid, Math.round(transactions * duplicateShare), transactions, random),
    ...malformed(transfers, Math.round(transactions * malformedShare), random),
  ];
  const order = drafts.map((draft, nth) => ({ draft, nth }));
  order.sort((a, b) => a.draft.place - b.draft.place || a.nth - b.nth);
  return order.map(({ draft: { place: _, ...message } }, number) => ({
    ...message,
    number,
    headers: { ...message.headers, [numberHeader]: String(number) },
  }));
}

function simulatedTransfers(seed: number, transactions: number): TransferEvent[] {
  const rings = Math.floor(transactions / 400);
  const accounts = Math.max(200, Math.floor(transactions / 10));
  return Array.from(simulate({ seed, transactions, rings, accounts, days: 20 }), ({ event }) => event);
}

function validDrafts(
  transfer: TransferEvent,
  place: number,
  transfers: readonly TransferEvent[],
  random: Random,
): Draft[] {
  const drafts = [draft('transactions', transfer, accountKey(transfer.from), place, random)];
  if (random.chance(authenticationShare)) {
    const event = authenticationBefore(transfer, random);
    drafts.push(draft('authentications', event, accountKey(event.account), place - 0.5, random));
  }
  if (random.chance(logShare)) {
    const event = logBefore(transfer, random);
    drafts.push(draft('logs', event, accountKey(event.account), place - 0.5, random));
  }
  if (random.chance(reversalShare)) {
    const later = laterPlace(place, transfers.length, random);
    const at = transfers[Math.min(Math.floor(later), transfers.length - 1)]?.at ?? transfer.at;
    const event = reversalOf(transfer, at);
    drafts.push(draft('transactions', event, accountKey(transfer.from), later, random));
  }
  return drafts;
}

function draft(topic: InputTopic, event: GraphEvent, key: string, place: number, random: Random): Draft {
  const truth = { is: 'valid', kind: event.kind, id: event.id } as const;
  return {
    topic,
    key,
    value: Buffer.from(encodeEvent(event)),
    headers: headersOf(event, random),
    truth,
    place,
  };
}

/** Producers differ: some name the schema, some send CloudEvents in binary mode. */
function headersOf({ kind, id }: GraphEvent, random: Random): Record<string, string> {
  const schema = `anel.${kind === 'transfer' || kind === 'reversal' ? 'transaction' : kind}.v1`;
  if (random.chance(0.4)) return { 'schema-id': schema };
  if (random.chance(0.2)) {
    return {
      ce_specversion: '1.0',
      ce_id: id,
      ce_type: schema,
      ce_source: 'trial',
      'content-type': 'application/json',
    };
  }
  return {};
}

function duplicates(valid: readonly Draft[], count: number, places: number, random: Random): Draft[] {
  return Array.from({ length: count }, () => {
    const original = random.pick(valid);
    const { truth } = original;
    const id = truth.is === 'malformed' ? '' : truth.id;
    const isElsewhere = truth.is === 'valid' && truth.kind !== 'reversal' && random.chance(0.2);
    return {
      ...original,
      key: isElsewhere ? `elsewhere-${random.below(1000)}` : original.key,
      truth: { is: 'duplicate', id },
      place: laterPlace(original.place, places, random),
    };
  });
}

function malformed(transfers: readonly TransferEvent[], count: number, random: Random): Draft[] {
  const ways = Object.entries(malformedWays);
  return Array.from({ length: count }, (_, nth) => {
    const [way, breakIt] = ways[nth % ways.length] as (typeof ways)[number];
    const place = random.below(transfers.length);
    const transfer = transfers[place] as TransferEvent;
    const made = breakIt(transfer, `bad-${nth}`, random);
    const key = accountKey(transfer.from);
    return {
      ...made,
      key,
      truth: { is: 'malformed', way },
      place: laterPlace(place, transfers.length, random),
    };
  });
}

/** Soon after a place in half of the cases, anywhere after it else; between two transfers. */
function laterPlace(place: number, places: number, random: Random): number {
  const room = Math.max(1, places - Math.ceil(place));
  return Math.floor(place) + random.below(random.chance(0.5) ? Math.min(soonMax, room) : room) + 0.6;
}
