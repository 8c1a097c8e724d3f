import type { Envelope } from '../graph/model/envelope.ts';
import type { SequencedEvent } from '../graph/model/event.ts';
import type { Decision, Verdict } from '../scoring/decision-model.ts';
import type { AlertEvent, RingEvent, RingMember, RingTie, RingTransfer } from '../scoring/rings/model.ts';
import type { DeadLetter, LedgerBatch } from './model.ts';

/** Deterministic values for the tests of the ledger. Everything follows from a sequence number. */
export const sampleVersion = {
  featureSetHash: 'f'.repeat(64),
  modelHash: 'm'.repeat(64),
  ruleSetHash: 'r'.repeat(64),
};

const sampleStart = Date.UTC(2026, 0, 1);

/** Time of the sample event with this sequence number, with an odd millisecond. */
export const sampleAt = (seq: number): number => sampleStart + seq * 1000 + 7;

export function sampleTransfer(seq: number): SequencedEvent {
  return {
    seq,
    event: {
      kind: 'transfer',
      id: `t${seq}`,
      at: sampleAt(seq),
      seenAt: sampleAt(seq) + 3,
      from: { account: `a${seq % 7}`, bank: 'b1' },
      to: { account: `a${(seq + 1) % 7}`, bank: 'b2' },
      amountMinor: 100 * seq + 1,
      currency: 'EUR',
      format: 'ACH',
    },
  };
}

export function sampleDecision(seq: number, changes: Partial<Decision> = {}): Decision {
  const score = (seq % 100) / 100;
  return {
    ...sampleVersion,
    seq,
    transactionId: `t${seq}`,
    at: sampleAt(seq),
    seenAt: sampleAt(seq) + 3,
    from: `b1/a${seq % 7}`,
    to: `b2/a${(seq + 1) % 7}`,
    amountMinor: 100 * seq + 1,
    currency: 'EUR',
    verdict: sampleVerdict(score),
    score,
    reasons: score < 0.8 ? [] : ['FAN_IN', 'NEW_COUNTERPARTY'],
    features: Float64Array.from({ length: 40 }, (_, i) => seq / (i + 1)),
    late: seq % 11 === 0,
    ringId: null,
    alertId: null,
    latencyUs: 12.5 + seq,
    ...changes,
  };
}

function sampleVerdict(score: number): Verdict {
  if (score >= 0.95) return 'REJECT';
  return score >= 0.8 ? 'REVIEW' : 'ALLOW';
}

/** A batch of `count` transfers after `lastSeq` with their decisions, and whatever else is given. */
export function sampleBatch(lastSeq: number, count: number, more: Partial<LedgerBatch> = {}): LedgerBatch {
  const seqs = Array.from({ length: count }, (_, index) => lastSeq + 1 + index);
  return {
    events: seqs.map(sampleTransfer),
    decisions: seqs.map((seq) => sampleDecision(seq)),
    ringEvents: [],
    alertEvents: [],
    deadLetters: [],
    positions: [{ source: 'file:sample', position: lastSeq + count }],
    ...more,
  };
}

export function sampleMember(account: string, seq: number, role: RingMember['role'] = 'MEMBER'): RingMember {
  return { account, role, sinceSeq: seq, sinceAt: sampleAt(seq) };
}

/** The sample transfer with this sequence number as evidence of a ring. */
export function sampleRingTransfer(seq: number, changes: Partial<RingTransfer> = {}): RingTransfer {
  const { transactionId, at, from, to, amountMinor, currency } = sampleDecision(seq);
  const referenceCents = amountMinor + 7;
  const score = (seq % 10) / 9;
  return { seq, transactionId, at, from, to, amountMinor, currency, referenceCents, score, ...changes };
}

/** A device that two accounts shared at the time of a sample event. */
export function sampleTie(
  accounts: RingTie['accounts'],
  seq: number,
  changes: Partial<RingTie> = {},
): RingTie {
  const shared = { kind: 'device', identifier: 'd 1', strength: 'SOFT', weight: 0.1 + 0.2 } as const;
  return { ...shared, accounts, at: sampleAt(seq), ...changes };
}

export function sampleRingEvent(
  kind: RingEvent['kind'],
  ringId: string,
  seq: number,
  changes: Partial<RingEvent> = {},
): RingEvent {
  return {
    seq,
    ordinal: 0,
    ringId,
    kind,
    at: sampleAt(seq),
    typology: 'FAN_IN',
    suspicion: 0.5,
    joined: [],
    left: [],
    otherRingId: null,
    transfersAdded: 1,
    cause: 'FLAGGED_TRANSFER',
    transfers: [],
    ties: [],
    retracted: [],
    ...changes,
  };
}

export function sampleAlertEvent(
  kind: AlertEvent['kind'],
  alertId: string,
  seq: number,
  changes: Partial<AlertEvent> = {},
): AlertEvent {
  return {
    seq,
    ordinal: 0,
    alertId,
    kind,
    at: sampleAt(seq),
    ringId: null,
    account: 'b1/a1',
    transactionId: kind === 'RAISED' || kind === 'EXTENDED' ? `t${seq}` : null,
    score: 0.9,
    reasons: ['FAN_IN'],
    referenceCents: 100,
    otherAlertId: null,
    threshold: 0,
    cause: null,
    ...changes,
  };
}

/** An envelope with everything that is awkward: no UTF-8, a name twice, names that no text column can hold. */
export const sampleEnvelope: Envelope = {
  key: Uint8Array.from([0, 255, 7]),
  headers: [
    ['trace', Uint8Array.from([0, 200])],
    ['a\0"b', Uint8Array.from([120])],
    ['trace', new Uint8Array()],
    ['\ud800 💶', Uint8Array.from([1])],
  ],
};

export function sampleDeadLetter(position: number, changes: Partial<DeadLetter> = {}): DeadLetter {
  return {
    source: 'file:sample',
    position,
    code: 'FIELD_INVALID',
    message: `line ${position}: amount "x" is no number`,
    raw: Uint8Array.from([0, 255, position % 256]),
    envelope: null,
    ...changes,
  };
}
