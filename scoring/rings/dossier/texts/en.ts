import type { IdentifierKind } from '../../../../graph/model/event.ts';
import { kindStrengths } from '../../entities/kind-strength.ts';
import { maskedIdentifier } from '../../entities/masked-identifier.ts';
import type { RingCause, RingEventKind, RingRole, RingStatus, RingTransfer, Typology } from '../../model.ts';
import type { ChangeEntry, TransferEntry } from '../timeline.ts';
import {
  type NumberStyle,
  writeCount,
  writeDay,
  writeDuration,
  writeMinute,
  writeMoney,
  writeScore,
  writeShare,
} from './number-style.ts';
import type { LanguageTexts, NamedAccounts, Section, ShapeFact } from './sentences.ts';

const style: NumberStyle = {
  decimal: '.',
  group: ',',
  groupFrom: 4,
  percent: '%',
  currencyFirst: true,
  months: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
  dateJoin: ' ',
};

const count = (value: number, one: string, many = `${one}s`) =>
  `${writeCount(value, style)} ${value === 1 ? one : many}`;
const share = (value: number) => writeShare(value, style);
const score = (value: number) => writeScore(value, style);
const money = (minor: number, currency: string) => writeMoney(minor, currency, style);
const reference = (cents: number) => money(cents, 'USD');
const minute = (at: number) => writeMinute(at, style, ', ');
const list = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
const names = ({ named, more }: NamedAccounts) =>
  more === 0 ? list(named) : `${named.join(', ')} and ${writeCount(more, style)} more`;

const headings: Record<Section, string> = {
  WHAT: 'What it is',
  WHO: 'Who does what',
  MONEY: 'How the money moved',
  WHY: 'Why it is suspicious',
  HISTORY: 'What happened when',
  UNCERTAIN: 'What is not certain',
};

const shapes: Record<Typology, { readonly name: string; readonly told: string }> = {
  FAN_OUT: { name: 'fan-out', told: 'one account pays many' },
  FAN_IN: { name: 'fan-in', told: 'many accounts pay one' },
  GATHER_SCATTER: { name: 'gather-scatter', told: 'several accounts pay one, which pays several others' },
  SCATTER_GATHER: {
    name: 'scatter-gather',
    told: 'one account pays several, which all pay the same other one',
  },
  CYCLE: { name: 'cycle', told: 'the money comes back to where it began' },
  RANDOM: { name: 'no known shape', told: 'no known shape explains how the money moves in it' },
  BIPARTITE: { name: 'bipartite', told: 'a group of accounts pays each of another group' },
  STACK: { name: 'stack', told: 'the money passes through layers of several accounts each' },
  CHAIN: { name: 'chain', told: 'the money is handed on from account to account' },
  BUST_OUT: {
    name: 'bust-out',
    told: 'accounts with a good name pay one or two payees, which hand part of it to an organiser',
  },
};

const roles: Record<RingRole, readonly [string, string]> = {
  SOURCE: ['source that the money comes from', 'sources that the money comes from'],
  COLLECTOR: ['collector of what others pay', 'collectors of what others pay'],
  MULE: ['mule that passes the money on', 'mules that pass the money on'],
  DISTRIBUTOR: ['distributor to many others', 'distributors to many others'],
  SINK: ['sink where the money ends', 'sinks where the money ends'],
  BRIDGE: ['bridge that both collects and distributes', 'bridges that both collect and distribute'],
  MEMBER: ['member without a part of its own', 'members without a part of their own'],
};

const causes: Record<RingCause, string> = {
  FLAGGED_TRANSFER: 'because of a flagged transfer',
  MOTIF: 'because of a transfer that completed a shape',
  DENSE_GROUP: 'because of a dense group of accounts',
  COMMUNITY: 'because of a recomputation of the communities',
  SHARED_IDENTIFIER: 'because of a shared identifier',
  RING: 'because of another ring',
  REVERSAL: 'because of a reversal',
  LABEL: 'because of an account that was confirmed as legitimate',
  IDLE: 'because of a time without news',
  CAPACITY: 'because of the limit of tracked rings',
};

const statuses: Record<RingStatus, string> = {
  OPEN: 'open',
  DORMANT: 'dormant',
  MERGED: 'merged',
  CLOSED: 'closed',
};

const states: Record<RingStatus, (at: string, because: string, other: string | null) => string> = {
  OPEN: (at, because) => `It is open; its last change was on ${at}, ${because}`,
  DORMANT: (at, because) => `It has been dormant since ${at}, ${because}`,
  MERGED: (at, _, other) => `It was merged into ring ${other} on ${at}`,
  CLOSED: (at, because) => `It was closed on ${at}, ${because}`,
};

const kinds: Record<IdentifierKind, string> = {
  device: 'device',
  ip: 'IP address',
  phone: 'phone',
  email: 'e-mail address',
  card: 'card',
  address: 'postal address',
};

const changes: Record<RingEventKind, (other: string | null) => string> = {
  BORN: (other) => (other === null ? 'the ring was opened' : `the ring was split off from ring ${other}`),
  GREW: (other) => (other === null ? 'it grew' : `it took in ring ${other}`),
  SHRANK: () => 'it shrank',
  MERGED: (other) => `it was merged into ring ${other}`,
  SPLIT: (other) => `ring ${other} was split off`,
  DORMANT: () => 'it fell dormant',
  REOPENED: () => 'it was reopened',
  CLOSED: () => 'it was closed',
};

const moments: Record<TransferEntry['kind'], string> = {
  FIRST_TRANSFER: 'first transfer',
  LAST_TRANSFER: 'last transfer',
  LARGEST_TRANSFER: 'largest transfer',
};

const shapeOf = ({ typology, confidence }: ShapeFact) => `${shapes[typology].name} (${share(confidence)})`;

function transferText({ transactionId, amountMinor, currency, from, to }: RingTransfer): string {
  return `${transactionId} of ${money(amountMinor, currency)} from ${from} to ${to}`;
}

function changeText(entry: ChangeEntry): string {
  const { kind, joined, left, transfersAdded, transfersRetracted, otherRingId } = entry;
  const parts = [
    joined.length > 0 ? `${count(joined.length, 'account')} joined` : '',
    left.length > 0 ? `${count(left.length, 'account')} left` : '',
    transfersAdded > 0 ? `${count(transfersAdded, 'transfer')} added` : '',
    transfersRetracted > 0 ? `${count(transfersRetracted, 'transfer')} taken back` : '',
    `suspicion ${score(entry.suspicion)}`,
  ].filter((part) => part !== '');
  return `${minute(entry.at)}: ${changes[kind](otherRingId)} ${causes[entry.cause]} (${parts.join(', ')}).`;
}

/** English. */
export const english: LanguageTexts = {
  name: 'English',
  sentences: {
    title: ({ ringId, typology, status }) => `Ring ${ringId}: ${shapes[typology].name}, ${statuses[status]}`,
    heading: (section) => headings[section],

    members: ({ accounts, typology }) =>
      `It is a group of ${count(accounts, 'account')} that are linked by suspicious transfers or shared identifiers: ${shapes[typology].told}.`,
    opened: ({ at, cause, otherRingId }) =>
      `It was found on ${minute(at)}, ${causes[cause]}${otherRingId === null ? '' : ` (${otherRingId})`}.`,
    state: ({ status, at, cause, otherRingId }) =>
      `${states[status](minute(at), causes[cause], otherRingId)}.`,
    suspicion: ({ suspicion }) => `Its suspicion is ${score(suspicion)} on a scale from 0 to 1.`,

    role: ({ role, accounts, ...named }) =>
      `${count(accounts, roles[role][0], roles[role][1])}: ${names(named)}.`,

    transfers: ({ transfers, firstAt, lastAt, sums }) =>
      `The evidence is ${count(transfers, 'transfer')} between ${minute(firstAt)} and ${minute(lastAt)}, in all ${list(sums.map((sum) => money(sum.amountMinor, sum.currency)))}.`,
    entered: ({ enteredCents, sources }) =>
      `${reference(enteredCents)} entered, from ${count(sources, 'account')}.`,
    circulated: ({ circulatedCents }) =>
      `${reference(circulatedCents)} circulated between members that both receive and send.`,
    left: ({ leftCents, receivers }) =>
      `${reference(leftCents)} left, to ${count(receivers, 'account')} that did not send it on.`,
    kept: ({ keptCents }) => `${reference(keptCents)} stayed with members in between.`,
    fees: ({ feeCents }) => `${reference(feeCents)} went missing on the way, as fees do.`,
    passedOn: ({ account, received, passedOn, kept, heldMs }) =>
      `${account} received ${reference(received)}, passed on ${reference(passedOn)} (${share(passedOn / received)}) after ${writeDuration(heldMs, style)} in the mean, and kept ${reference(kept)}.`,

    shape: ({ typology, confidence, transfers, ofTransfers }) =>
      typology === 'RANDOM'
        ? `No known shape explains the ${count(ofTransfers, 'transfer')} with a confidence of more than ${share(confidence)}.`
        : `The clearest shape is ${shapes[typology].name}, with a confidence of ${share(confidence)}: ${shapes[typology].told} (${writeCount(transfers, style)} of ${count(ofTransfers, 'transfer')}).`,
    otherShapes: (fact) => `Other shapes that show in it: ${list(fact.shapes.map(shapeOf))}.`,
    transferWeighs: ({ transfer, share: part }) =>
      `Transfer ${transferText(transfer)} on ${minute(transfer.at)} (score ${score(transfer.score)}) carries ${share(part)} of the suspicion.`,
    tieWeighs: ({ kind, identifier, accounts, share: part }) =>
      `${accounts[0]} and ${accounts[1]} share the ${kinds[kind]} ${maskedIdentifier(identifier)} (${kindStrengths[kind].en}); this carries ${share(part)} of the suspicion.`,
    minimal: ({ transfers, ofTransfers, ties, ofTies }) => {
      const identifiers =
        ofTies === 0 ? '' : ` and ${writeCount(ties, style)} of ${count(ofTies, 'shared identifier')}`;
      return `The essence is ${writeCount(transfers, style)} of ${count(ofTransfers, 'transfer')}${identifiers}: without any one of them it would be less suspicious.`;
    },

    change: changeText,
    transferMoment: ({ kind, at, transfer }) => `${minute(at)}: ${moments[kind]}, ${transferText(transfer)}.`,
    busiestDay: ({ at, transfers, referenceCents }) =>
      `${writeDay(at, style)}: the busiest day, ${count(transfers, 'transfer')} of ${reference(referenceCents)} together.`,
    peak: ({ at, suspicion }) => `${minute(at)}: the highest suspicion, ${score(suspicion)}.`,
    momentsLeftOut: (fact) => `${count(fact.moments, 'moment')} in between left out here.`,

    noProof: () =>
      'All of this is an indication that was computed from transfers and identifiers, not a proof; roles and shapes are inferred.',
    noTransfers: () => 'No transfer speaks for it at present, so nothing can be said about its money.',
    transfersLeftOut: ({ kept, of }) =>
      `Only ${writeCount(kept, style)} of its ${count(of, 'transfer')} were kept as evidence; the sums are of these.`,
    unclearShape: ({ typology, confidence }) =>
      `No shape is clear: ${shapes[typology].name} has a confidence of ${share(confidence)} only.`,
    closeShape: ({ first, second }) =>
      `The shape may be another one: ${shapeOf(second)} is close to ${shapeOf(first)}.`,
    softTies: ({ ties }) =>
      `${count(ties, 'shared identifier is', 'shared identifiers are')} of a kind that strangers may share too, such as a device or an address.`,
    converted: ({ currencies }) =>
      `Sums over several transfers are in USD at fixed reference rates; the transfers are in ${list(currencies)}.`,
    ownMoney: ({ ownCents, accounts }) =>
      `${reference(ownCents)} were sent by ${count(accounts, 'member')} beyond what they had received before: where this came from is not known.`,
  },
};
