import { tieName } from '../../scoring/rings/fold.ts';
import type { RingEvidence, RingTie, RingTransfer } from '../../scoring/rings/model.ts';

/** A transfer inside of a ring event: all its fields, in the order of the model. */
export type TransferTuple = readonly [
  seq: number,
  transactionId: string,
  at: number,
  from: string,
  to: string,
  amountMinor: number,
  currency: string,
  referenceCents: number,
  score: number,
];

/** A tie inside of a ring event. */
export type TieTuple = readonly [
  kind: RingTie['kind'],
  identifier: string,
  first: string,
  second: string,
  strength: RingTie['strength'],
  weight: number,
  at: number,
];

/** A row of ring_transfer; also the object that is sent to insert it. */
export interface TransferRow {
  readonly ring_id: string;
  readonly seq: number;
  readonly transaction_id: string;
  readonly at: number;
  readonly from_account: string;
  readonly to_account: string;
  readonly amount_minor: number;
  readonly currency: string;
  readonly reference_cents: number;
  readonly score: number;
}

/** A row of ring_tie; also the object that is sent to insert it. */
export interface TieRow {
  readonly ring_id: string;
  readonly kind: RingTie['kind'];
  readonly identifier: string;
  readonly first_account: string;
  readonly second_account: string;
  readonly strength: RingTie['strength'];
  readonly weight: number;
  readonly at: number;
}

export function transferTuple(transfer: RingTransfer): TransferTuple {
  const { seq, transactionId, at, from, to, amountMinor, currency, referenceCents, score } = transfer;
  return [seq, transactionId, at, from, to, amountMinor, currency, referenceCents, score];
}

export function decodeTransfer(tuple: TransferTuple): RingTransfer {
  const [seq, transactionId, at, from, to, amountMinor, currency, referenceCents, score] = tuple;
  return { seq, transactionId, at, from, to, amountMinor, currency, referenceCents, score };
}

export function tieTuple({ kind, identifier, accounts, strength, weight, at }: RingTie): TieTuple {
  return [kind, identifier, accounts[0], accounts[1], strength, weight, at];
}

export function decodeTie([kind, identifier, first, second, strength, weight, at]: TieTuple): RingTie {
  return { kind, identifier, accounts: [first, second], strength, weight, at };
}

export function transferRow(ringId: string, transfer: RingTransfer): TransferRow {
  return {
    ring_id: ringId,
    seq: transfer.seq,
    transaction_id: transfer.transactionId,
    at: transfer.at,
    from_account: transfer.from,
    to_account: transfer.to,
    amount_minor: transfer.amountMinor,
    currency: transfer.currency,
    reference_cents: transfer.referenceCents,
    score: transfer.score,
  };
}

export function tieRow(ringId: string, tie: RingTie): TieRow {
  return {
    ring_id: ringId,
    kind: tie.kind,
    identifier: tie.identifier,
    first_account: tie.accounts[0],
    second_account: tie.accounts[1],
    strength: tie.strength,
    weight: tie.weight,
    at: tie.at,
  };
}

/** The evidence that the rows of one ring hold, in the order of `RingEvidence`, whatever that of the rows. O(rows log rows). */
export function decodeEvidence(transfers: readonly TransferRow[], ties: readonly TieRow[]): RingEvidence {
  return {
    transfers: transfers.map(transferOf).sort((a, b) => a.seq - b.seq),
    ties: ties
      .map((row) => ({ tie: tieOf(row), name: tieName(tieOf(row)) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ tie }) => tie),
  };
}

function transferOf(row: TransferRow): RingTransfer {
  return {
    seq: row.seq,
    transactionId: row.transaction_id,
    at: row.at,
    from: row.from_account,
    to: row.to_account,
    amountMinor: row.amount_minor,
    currency: row.currency,
    referenceCents: row.reference_cents,
    score: row.score,
  };
}

function tieOf(row: TieRow): RingTie {
  return {
    kind: row.kind,
    identifier: row.identifier,
    accounts: [row.first_account, row.second_account],
    strength: row.strength,
    weight: row.weight,
    at: row.at,
  };
}
