import { present } from '../../../base/assert.ts';
import type { RingTransfer } from '../model.ts';

/** Where an account stands in the flow: SOURCES only send, SINKS only receive, THROUGH does both, OUTSIDE is no member. */
export type FlowPlace = 'SOURCE' | 'THROUGH' | 'SINK' | 'OUTSIDE';

/**
 * What one account did with the money, in cents of the reference currency. For every account
 * `received = passedOn + kept + fees` and `sent = passedOn + own + gained`.
 */
export interface AccountFlow {
  readonly account: string;
  readonly place: FlowPlace;
  readonly received: number;
  readonly sent: number;
  /** What it sent that an earlier receipt of it fed. */
  readonly passedOn: number;
  /** What it received and did not send on. */
  readonly kept: number;
  /** What is missing from receipts that were sent on, within the tolerance. */
  readonly fees: number;
  /** What it sent beyond its earlier receipts: money whose way before is not known. */
  readonly own: number;
  /** What it sent beyond its earlier receipts within the tolerance: the same money at another rate. */
  readonly gained: number;
}

/** One hop: this much of transfer `fromSeq` was sent on in transfer `toSeq` by the account that received the one and sent the other. */
export interface FlowLink {
  readonly account: string;
  readonly fromSeq: number;
  readonly toSeq: number;
  /** Above 0, in cents of the reference currency. */
  readonly cents: number;
  /** The time between the two transfers. */
  readonly heldMs: number;
}

/** The money of a ring, in cents of the reference currency: `entered + gained = left + kept + fees`. */
export interface MoneyFlow {
  /** In the order in which the accounts first sent or received, the sender before the receiver. */
  readonly accounts: readonly AccountFlow[];
  /** In the order of the transfers that were fed, and of the receipts that fed them. */
  readonly links: readonly FlowLink[];
  /** What came from outside, from sources, and from members' own money. */
  readonly entered: number;
  /** The sum of the transfers between members that both receive and send. */
  readonly circulated: number;
  /** What reached sinks and accounts outside. */
  readonly left: number;
  /** What stayed with members that both receive and send. */
  readonly kept: number;
  readonly fees: number;
  readonly gained: number;
}

/** Which receipt is sent on first. */
export type FlowOrder = 'FIFO' | 'LIFO';

export interface FlowOptions {
  readonly order: FlowOrder;
  /** Of a receipt, or of a transfer that it feeds: a difference of at most this share is a fee. */
  readonly feeShareMax: number;
  /** The same where the two are in different currencies, whose reference rates are fixed. */
  readonly conversionShareMax: number;
}

export const flowDefaults: FlowOptions = { order: 'FIFO', feeShareMax: 0.03, conversionShareMax: 0.05 };

/** A receipt that waits to be sent on. */
interface Receipt {
  readonly transfer: RingTransfer;
  remaining: number;
}

interface Account extends Record<'received' | 'sent' | 'passedOn' | 'fees' | 'own' | 'gained', number> {
  readonly receipts: Receipt[];
}

/**
 * Traces the money through each account by time and amount: a transfer is fed by the earlier receipts of its sender (by `at`, then by
 * sequence number), the oldest first unless told otherwise, until its amount is reached. A receipt of which no more than the tolerance
 * is left was sent on as a whole, less a fee; a transfer of which no more than the tolerance is not fed is fed as a whole. Accounts
 * outside of `members` are not traced through: what they send enters, what they receive leaves. The transfers may come in any
 * order. Pure; O(n log n), at most 2n links.
 */
export function traceMoney(
  transfers: readonly RingTransfer[],
  members: ReadonlySet<string>,
  options: Partial<FlowOptions> = {},
): MoneyFlow {
  const chosen = { ...flowDefaults, ...options };
  const accounts = new Map<string, Account>();
  const links: FlowLink[] = [];
  const ordered = [...transfers].sort((a, b) => a.at - b.at || a.seq - b.seq);
  for (const transfer of ordered) {
    const sender = opened(accounts, transfer.from);
    const receiver = opened(accounts, transfer.to);
    links.push(...sendOn(sender, transfer, chosen));
    receiver.received += transfer.referenceCents;
    if (members.has(transfer.to)) receiver.receipts.push({ transfer, remaining: transfer.referenceCents });
  }
  const flows = [...accounts].map(([name, account]) => flowOf(name, account, members.has(name)));
  return { accounts: flows, links, ...totalsOf(flows, ordered) };
}

function opened(accounts: Map<string, Account>, name: string): Account {
  const known = accounts.get(name);
  if (known !== undefined) return known;
  const account = { received: 0, sent: 0, passedOn: 0, fees: 0, own: 0, gained: 0, receipts: [] };
  accounts.set(name, account);
  return account;
}

/** Feeds a transfer from the receipts of its sender and books what is not fed. */
function sendOn(sender: Account, transfer: RingTransfer, options: FlowOptions): FlowLink[] {
  const links: FlowLink[] = [];
  let missing = transfer.referenceCents;
  let tolerated = options.feeShareMax;
  while (missing > 0 && sender.receipts.length > 0) {
    const index = options.order === 'FIFO' ? 0 : sender.receipts.length - 1;
    const receipt = present(sender.receipts[index], 'the next receipt');
    const cents = Math.min(missing, receipt.remaining);
    const share = toleranceOf(receipt.transfer, transfer, options);
    missing -= cents;
    receipt.remaining -= cents;
    tolerated = Math.max(tolerated, share);
    links.push(linkOf(receipt.transfer, transfer, cents));
    if (receipt.remaining > share * receipt.transfer.referenceCents) continue;
    sender.fees += receipt.remaining;
    sender.receipts.splice(index, 1);
  }
  sender.sent += transfer.referenceCents;
  sender.passedOn += transfer.referenceCents - missing;
  sender[missing <= tolerated * transfer.referenceCents ? 'gained' : 'own'] += missing;
  return links;
}

function toleranceOf(received: RingTransfer, sent: RingTransfer, options: FlowOptions): number {
  return received.currency === sent.currency ? options.feeShareMax : options.conversionShareMax;
}

function linkOf(received: RingTransfer, sent: RingTransfer, cents: number): FlowLink {
  return {
    account: sent.from,
    fromSeq: received.seq,
    toSeq: sent.seq,
    cents,
    heldMs: sent.at - received.at,
  };
}

function flowOf(account: string, booked: Account, isMember: boolean): AccountFlow {
  const { received, sent, passedOn, fees, own, gained } = booked;
  const place = isMember ? placeOf(received, sent) : 'OUTSIDE';
  return { account, place, received, sent, passedOn, kept: received - passedOn - fees, fees, own, gained };
}

function placeOf(received: number, sent: number): FlowPlace {
  if (received === 0) return 'SOURCE';
  return sent === 0 ? 'SINK' : 'THROUGH';
}

function totalsOf(
  flows: readonly AccountFlow[],
  transfers: readonly RingTransfer[],
): Omit<MoneyFlow, 'accounts' | 'links'> {
  const totals = { entered: 0, circulated: 0, left: 0, kept: 0, fees: 0, gained: 0 };
  const through = new Set<string>();
  for (const { account, place, own, kept, fees, gained } of flows) {
    totals.entered += own;
    totals.fees += fees;
    totals.gained += gained;
    totals[place === 'THROUGH' ? 'kept' : 'left'] += kept;
    if (place === 'THROUGH') through.add(account);
  }
  for (const { from, to, referenceCents } of transfers) {
    if (through.has(from) && through.has(to)) totals.circulated += referenceCents;
  }
  return totals;
}
