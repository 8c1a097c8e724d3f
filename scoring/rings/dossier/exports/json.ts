import { formatAmount } from '../../../../graph/model/currency.ts';
import type { Contribution } from '../../evidence/minimal-evidence.ts';
import type { Ring, RingEvent, RingEvidence, RingMember, RingTie, RingTransfer } from '../../model.ts';
import type { RingDossier } from '../dossier.ts';
import type { MoneyFlow } from '../flow.ts';
import type { TimelineEntry } from '../timeline.ts';
import { timeText } from './edge-facts.ts';

/** Rises when a key changes its meaning or goes; new keys do not raise it. */
const version = 1;

/**
 * Everything as one JSON object, indented, with keys in a fixed order. Times in UTC; amounts of transfers as exact decimals in their currency, sums in cents of
 * the reference currency. Transfers and ties are written once, in `evidence`; elsewhere transfers are named by `seq`, ties by `tie`, their place there.
 */
export function writeJson(dossier: RingDossier): string {
  const { ring, events, evidence, minimal, contributions, typologies, flow, timeline, text } = dossier;
  const document = {
    version,
    ring: ringObject(ring),
    evidence: {
      transfers: evidence.transfers.map(transferObject),
      ties: evidence.ties.map(tieObject),
    },
    minimal: {
      transfers: minimal.transfers.map(({ seq }) => seq),
      ties: minimal.ties.map((tie) => placeOf(tie, evidence)),
    },
    contributions: contributions.map((each) => contributionObject(each, evidence)),
    typologies: typologies.map(({ typology, clarity, confidence, accounts, transfers }) => ({
      typology,
      clarity,
      confidence,
      accounts,
      transfers,
    })),
    flow: flowObject(flow),
    timeline: timeline.map(momentObject),
    events: events.map(eventObject),
    text: Object.fromEntries(Object.entries(text).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function ringObject(ring: Ring): object {
  return {
    id: ring.id,
    status: ring.status,
    typology: ring.typology,
    suspicion: ring.suspicion,
    bornAt: timeText(ring.bornAt),
    bornSeq: ring.bornSeq,
    lastAt: timeText(ring.lastAt),
    lastSeq: ring.lastSeq,
    transferCount: ring.transferCount,
    mergedInto: ring.mergedInto,
    members: ring.members.map(memberObject),
  };
}

function memberObject({ account, role, sinceSeq, sinceAt }: RingMember): object {
  return { account, role, sinceSeq, sinceAt: timeText(sinceAt) };
}

function transferObject(transfer: RingTransfer): object {
  const { seq, transactionId, at, from, to, amountMinor, currency, referenceCents, score } = transfer;
  const amount = formatAmount(amountMinor, currency);
  return { seq, transactionId, at: timeText(at), from, to, amount, currency, referenceCents, score };
}

function tieObject({ kind, identifier, accounts, strength, weight, at }: RingTie): object {
  return { kind, identifier, accounts, strength, weight, at: timeText(at) };
}

function placeOf({ kind, identifier, accounts }: RingTie, { ties }: RingEvidence): number {
  return ties.findIndex(
    (tie) =>
      tie.kind === kind &&
      tie.identifier === identifier &&
      tie.accounts[0] === accounts[0] &&
      tie.accounts[1] === accounts[1],
  );
}

function contributionObject({ edge, drop, share }: Contribution, evidence: RingEvidence): object {
  const name = edge.kind === 'TRANSFER' ? { seq: edge.transfer.seq } : { tie: placeOf(edge.tie, evidence) };
  return { ...name, drop, share };
}

function flowObject({ entered, circulated, left, kept, fees, gained, accounts, links }: MoneyFlow): object {
  return {
    entered,
    circulated,
    left,
    kept,
    fees,
    gained,
    accounts: accounts.map((each) => ({
      account: each.account,
      place: each.place,
      received: each.received,
      sent: each.sent,
      passedOn: each.passedOn,
      kept: each.kept,
      fees: each.fees,
      own: each.own,
      gained: each.gained,
    })),
    links: links.map(({ account, fromSeq, toSeq, cents, heldMs }) => ({
      account,
      fromSeq,
      toSeq,
      cents,
      heldMs,
    })),
  };
}

function momentObject(entry: TimelineEntry): object {
  const { kind, at, seq } = entry;
  const moment = { kind, at: timeText(at), seq };
  switch (entry.kind) {
    case 'FIRST_TRANSFER':
    case 'LAST_TRANSFER':
    case 'LARGEST_TRANSFER':
      return moment;
    case 'BUSIEST_DAY':
      return { ...moment, transfers: entry.transfers, referenceCents: entry.referenceCents };
    case 'PEAK_SUSPICION':
      return { ...moment, suspicion: entry.suspicion };
    default:
      return {
        ...moment,
        cause: entry.cause,
        suspicion: entry.suspicion,
        joined: entry.joined,
        left: entry.left,
        transfersAdded: entry.transfersAdded,
        transfersRetracted: entry.transfersRetracted,
        otherRingId: entry.otherRingId,
      };
  }
}

function eventObject(event: RingEvent): object {
  return {
    seq: event.seq,
    ordinal: event.ordinal,
    kind: event.kind,
    cause: event.cause,
    at: timeText(event.at),
    typology: event.typology,
    suspicion: event.suspicion,
    joined: event.joined.map(memberObject),
    left: event.left,
    otherRingId: event.otherRingId,
    transfersAdded: event.transfersAdded,
    transfers: event.transfers.map(({ seq }) => seq),
    retracted: event.retracted,
  };
}
