import { expect, test } from 'vitest';
import { hourMs } from '../../../../base/clock.ts';
import { identifierKinds } from '../../../../graph/model/event.ts';
import {
  type RingCause,
  type RingEventKind,
  type RingRole,
  type RingStatus,
  typologies,
} from '../../model.ts';
import { sampleStart, transfersOf } from '../testing/sample-ring.ts';
import type { ChangeEntry } from '../timeline.ts';
import { english } from './en.ts';
import { languages } from './languages.ts';
import { type Sentences, sections } from './sentences.ts';

type Samples = { [Name in keyof Sentences]: readonly Parameters<Sentences[Name]>[0][] };

const at = sampleStart;
const [transfer] = transfersOf('from-x>to-y 1234567 EUR 0.91') as [ReturnType<typeof transfersOf>[number]];
const statuses: readonly RingStatus[] = ['OPEN', 'DORMANT', 'MERGED', 'CLOSED'];
const causes: readonly RingCause[] = [
  'FLAGGED_TRANSFER',
  'MOTIF',
  'DENSE_GROUP',
  'COMMUNITY',
  'SHARED_IDENTIFIER',
  'RING',
  'REVERSAL',
  'LABEL',
  'IDLE',
  'CAPACITY',
];
const kinds: readonly RingEventKind[] = [
  'BORN',
  'GREW',
  'SHRANK',
  'MERGED',
  'SPLIT',
  'DORMANT',
  'REOPENED',
  'CLOSED',
];
const roles: readonly RingRole[] = ['SOURCE', 'COLLECTOR', 'MULE', 'DISTRIBUTOR', 'SINK', 'BRIDGE', 'MEMBER'];
const change: ChangeEntry = {
  kind: 'GREW',
  at,
  seq: 1,
  cause: 'MOTIF',
  suspicion: 0.83,
  joined: ['A', 'B'],
  left: ['C'],
  transfersAdded: 1734,
  transfersRetracted: 2,
  otherRingId: null,
};
const first = { typology: 'CYCLE', confidence: 0.881 } as const;
const second = { typology: 'CHAIN', confidence: 0.4 } as const;
const tie = { identifier: 'x-9', accounts: ['A', 'B'], share: 0.0449 } as const;

/** For every sentence the facts that it is tried with, so that each word of each language is written once. */
const samples: Samples = {
  title: typologies.flatMap((typology) => statuses.map((status) => ({ ringId: 'ring-7', typology, status }))),
  heading: sections,
  members: typologies.flatMap((typology) => [1, 1234].map((accounts) => ({ accounts, typology }))),
  opened: causes.flatMap((cause) => [null, 'ring-8'].map((otherRingId) => ({ at, cause, otherRingId }))),
  state: statuses.map((status) => ({
    status,
    at,
    cause: 'IDLE',
    otherRingId: status === 'MERGED' ? 'ring-8' : null,
  })),
  suspicion: [0, 0.05, 0.97, 1].map((suspicion) => ({ suspicion })),
  role: roles.flatMap((role) => [
    { role, accounts: 1, named: ['A'], more: 0 },
    { role, accounts: 12_345, named: ['A', 'B'], more: 12_343 },
  ]),
  transfers: [
    { transfers: 1, firstAt: at, lastAt: at, sums: [{ amountMinor: 5, currency: 'EUR' }] },
    {
      transfers: 123_456,
      firstAt: at,
      lastAt: at + hourMs,
      sums: [
        { amountMinor: 1_234_567_890, currency: 'JPY' },
        { amountMinor: 123_456, currency: 'XXX' },
      ],
    },
  ],
  entered: [
    { enteredCents: 100, sources: 1 },
    { enteredCents: 12_345_678, sources: 7 },
  ],
  circulated: [{ circulatedCents: 123_456 }],
  left: [
    { leftCents: 100, receivers: 1 },
    { leftCents: 1_234_567, receivers: 21 },
  ],
  kept: [{ keptCents: 123_456 }],
  fees: [{ feeCents: 1 }],
  passedOn: [{ account: 'M', received: 100_000, passedOn: 97_100, kept: 2900, heldMs: 93_784_000 }],
  shape: typologies.map((typology) => ({ typology, confidence: 0.935, transfers: 4, ofTransfers: 5 })),
  otherShapes: [{ shapes: [second] }, { shapes: [second, first] }],
  transferWeighs: [{ transfer, share: 0.31 }],
  tieWeighs: identifierKinds.map((kind) => ({ ...tie, kind })),
  minimal: [
    { transfers: 3, ofTransfers: 5, ties: 1, ofTies: 2 },
    { transfers: 1, ofTransfers: 1, ties: 0, ofTies: 0 },
  ],
  change: kinds.flatMap((kind) => [
    { ...change, kind, otherRingId: 'ring-8' },
    {
      ...change,
      kind,
      joined: [],
      left: [],
      transfersAdded: 0,
      transfersRetracted: 0,
      otherRingId: 'ring-8',
    },
  ]),
  transferMoment: (['FIRST_TRANSFER', 'LAST_TRANSFER', 'LARGEST_TRANSFER'] as const).map((kind) => ({
    kind,
    at,
    seq: 1,
    transfer,
  })),
  busiestDay: [{ kind: 'BUSIEST_DAY', at, seq: 1, transfers: 14, referenceCents: 1_234_567 }],
  peak: [{ kind: 'PEAK_SUSPICION', at, seq: 1, suspicion: 0.973 }],
  momentsLeftOut: [{ moments: 1 }, { moments: 40 }],
  noProof: [undefined],
  noTransfers: [undefined],
  transfersLeftOut: [{ kept: 500, of: 12_345 }],
  unclearShape: [second],
  closeShape: [{ first, second }],
  softTies: [{ ties: 1 }, { ties: 12 }],
  converted: [{ currencies: ['EUR', 'USD'] }],
  ownMoney: [
    { ownCents: 123_456, accounts: 1 },
    { ownCents: 100, accounts: 2 },
  ],
};

const names = Object.keys(english.sentences) as (keyof Sentences)[];
const codes = Object.keys(languages) as (keyof typeof languages)[];

function said(code: keyof typeof languages, name: keyof Sentences): string[] {
  const sentence = languages[code].sentences[name] as (fact: unknown) => string;
  return samples[name].map((fact) => sentence(fact));
}

/** The numbers of a text however they are grouped, in ascending order: languages differ in the order of words. */
function numbersOf(text: string): string[] {
  const plain = text.replaceAll(/(?<=\d)[,\u00a0](?=\d{3}(?!\d))/g, '').replaceAll(/(?<=\d),(?=\d)/g, '.');
  return (plain.match(/\d+(\.\d+)?/g) ?? []).sort();
}

test.each(codes)('%s has every sentence and tries each of them', (code) => {
  expect(Object.keys(languages[code].sentences)).toEqual(names);
  expect(Object.keys(samples).sort()).toEqual([...names].sort());
  expect(said(code, 'heading').length).toBe(sections.length);
});

test.each(names)('%s mentions the same numbers and names in every language', (name) => {
  const [reference = [], ...others] = codes.map((code) => said(code, name));
  for (const other of others) {
    expect(other.map(numbersOf)).toEqual(reference.map(numbersOf));
    expect(other.map(namesOf)).toEqual(reference.map(namesOf));
  }
});

/** Rings, accounts, currencies and identifiers of the samples. */
function namesOf(text: string): string[] {
  return (text.match(/\b(ring-\d|from-x|to-y|x-9|t1|EUR|USD|JPY)\b/g) ?? []).sort();
}

test.each(codes)('%s ends every sentence, and leaves nothing unsaid', (code) => {
  for (const name of names) {
    for (const text of said(code, name)) {
      expect(text).not.toMatch(/undefined|null|NaN|\[object| {2}/);
      if (name !== 'title' && name !== 'heading') expect(text).toMatch(/^\S.*\.$/);
    }
  }
});

test.each(codes)('%s has a different text for every fact', (code) => {
  for (const name of names) {
    const texts = said(code, name);
    expect(new Set(texts).size).toBe(texts.length);
  }
});

test('no two languages say the same', () => {
  for (const name of names) expect(said('pt', name)).not.toEqual(said('en', name));
});
