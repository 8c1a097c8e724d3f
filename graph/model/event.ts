/**
 * The events that enter Anel. Times are epoch milliseconds; `at` is when it happened, `seenAt` when we learned of it.
 * Amounts are whole minor units of their currency (cents for EUR, yen for JPY), safe integers, always positive.
 */

/** An account as it is named by an event. The key of an account is bank and account together: see `accountKey`. */
export interface AccountRef {
  readonly account: string;
  readonly bank?: string;
  readonly country?: string;
}

/** The identifiers that an event can carry: what an account used. Values are opaque strings. */
export interface Identifiers {
  readonly device?: string;
  readonly ip?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly card?: string;
  readonly address?: string;
}

interface EventBase {
  /** Unique over all kinds of events. */
  readonly id: string;
  readonly at: number;
  readonly seenAt: number;
}

/** Money that moved from one account to another: becomes exactly one transfer and one decision. */
export interface TransferEvent extends EventBase, Identifiers {
  readonly kind: 'transfer';
  readonly from: AccountRef;
  readonly to: AccountRef;
  readonly amountMinor: number;
  readonly currency: string;
  /** The payment format: ACH, Wire, Cheque, Card … free text of the source, upper case. */
  readonly format: string;
  readonly channel?: string;
  /** Where it happened, as `latitude,longitude` or a place code of the source. */
  readonly geo?: string;
}

/** Retracts an earlier transfer from the window and marks it in the store. Never deletes. */
export interface ReversalEvent extends EventBase {
  readonly kind: 'reversal';
  /** The id of the transfer that is retracted. */
  readonly reverses: string;
}

/** Somebody proved, or failed to prove, that they own an account. */
export interface AuthenticationEvent extends EventBase, Identifiers {
  readonly kind: 'authentication';
  readonly account: AccountRef;
  readonly method: string;
  readonly outcome: 'success' | 'failure';
}

/** Anything else that an account's owner did: a change of address, a new payee, a session of the app. */
export interface LogEvent extends EventBase, Identifiers {
  readonly kind: 'log';
  readonly account: AccountRef;
  readonly action: string;
}

/** What an investigation confirmed of an account. */
export const labelVerdicts = ['fraud', 'legitimate'] as const;
export type LabelVerdict = (typeof labelVerdicts)[number];

/** What the transfers of a legitimate account are that look like a ring to who does not know. */
export const labelPatterns = ['payroll', 'settlement', 'treasury', 'family', 'savings', 'other'] as const;
export type LabelPattern = (typeof labelPatterns)[number];

/**
 * A confirmed truth about an account; `at` is when it was confirmed. Of several labels of an account the one with the highest sequence
 * number counts, so a later `legitimate` clears a `fraud`, and a later `fraud` lifts what a `legitimate` suppressed.
 */
export interface LabelEvent extends EventBase {
  readonly kind: 'label';
  readonly account: AccountRef;
  readonly verdict: LabelVerdict;
  /** The transfer that it was found out by. */
  readonly transactionId?: string;
  /** Who confirmed it: an investigator, a chargeback, a report of a customer; free text. */
  readonly source?: string;
  /** From this time on it suppresses nothing: later than `at`. Only with `legitimate`; absent = for as long as the configuration says. */
  readonly until?: number;
  /** What was mistaken for a ring. Only with `legitimate`. */
  readonly pattern?: LabelPattern;
}

/** What a source calls a transaction: a transfer or its reversal. */
export type Transaction = TransferEvent | ReversalEvent;

/** Everything that is written into the graph and given a sequence number. */
export type GraphEvent = Transaction | AuthenticationEvent | LogEvent | LabelEvent;

/**
 * An event as the graph store holds it. `seq` counts from 1 without gaps over all kinds, is given in the transaction
 * that stores the event, and defines the order in which everything is applied.
 */
export interface SequencedEvent<E extends GraphEvent = GraphEvent> {
  readonly seq: number;
  readonly event: E;
}

/** The six kinds of identifier with the node label that each has in the graph. */
export const identifierLabels = {
  device: 'Device',
  ip: 'IpAddress',
  phone: 'Phone',
  email: 'Email',
  card: 'Card',
  address: 'Address',
} as const;

export type IdentifierKind = keyof typeof identifierLabels;

export const identifierKinds = Object.keys(identifierLabels) as readonly IdentifierKind[];

/** The key of an account in the graph, the session and the ledger: `bank/account`, or the account alone without a bank. */
export function accountKey(ref: AccountRef): string {
  return ref.bank === undefined ? ref.account : `${ref.bank}/${ref.account}`;
}

/** The identifiers that an event carries, in the order of `identifierKinds`. */
export function identifiersOf(event: Identifiers): { kind: IdentifierKind; id: string }[] {
  const found: { kind: IdentifierKind; id: string }[] = [];
  for (const kind of identifierKinds) {
    const id = event[kind];
    if (id !== undefined) found.push({ kind, id });
  }
  return found;
}
