import { expect, test } from 'vitest';
import { dayMs } from '../../../../base/clock.ts';
import type { Contribution } from '../../evidence/minimal-evidence.ts';
import type { ShapeMatch } from '../../evidence/shapes.ts';
import type { Typology } from '../../model.ts';
import { traceMoney } from '../flow.ts';
import type { RingFacts } from '../ring-facts.ts';
import {
  cycleSample,
  gatherScatterSample,
  type SampleRing,
  sampleEvent,
  sampleOf,
  sampleStart,
  transfersOf,
} from '../testing/sample-ring.ts';
import { timelineOf } from '../timeline.ts';
import { explainRing } from './explain.ts';
import type { Language } from './languages.ts';

/** The facts of a sample with shapes and contributions by hand: what is said of them is not to change with how they are measured. */
function factsOf({ ring, events, evidence }: SampleRing): RingFacts {
  const { transfers, ties } = evidence;
  const seqs = transfers.map(({ seq }) => seq);
  const accounts = [...new Set(transfers.flatMap(({ from, to }) => [from, to]))];
  const shape = (typology: Typology, confidence: number): ShapeMatch => ({
    typology,
    clarity: confidence,
    confidence,
    transfers: seqs,
    accounts,
  });
  const edges: Contribution['edge'][] = [
    ...ties.map((tie) => ({ kind: 'TIE' as const, tie })),
    ...transfers.map((transfer) => ({ kind: 'TRANSFER' as const, transfer })),
  ];
  return {
    ring,
    events,
    evidence,
    minimal: { transfers: transfers.slice(0, 3), ties: ties.slice(0, 1) },
    contributions: edges.map((edge, place) => ({ edge, drop: 0.1 / (place + 1), share: 0.4 / 2 ** place })),
    typologies:
      seqs.length === 0 ? [] : [shape(ring.typology, 0.935), shape('CHAIN', 0.78), shape('RANDOM', 0.1)],
    flow: traceMoney(transfers, new Set(ring.members.map(({ account }) => account))),
    timeline: timelineOf(events, evidence),
  };
}

const told = (sample: SampleRing, code: Language) => explainRing(factsOf(sample), code);

/** The sample with further events after it. */
function later(sample: SampleRing, ...changes: Parameters<typeof sampleEvent>[0][]): SampleRing {
  const { typology, suspicion } = sample.ring;
  const events = changes.map((change, index) =>
    sampleEvent({ seq: 10 + index, at: sampleStart + (index + 8) * dayMs, typology, suspicion, ...change }),
  );
  return sampleOf([...sample.events, ...events]);
}

const samples: Readonly<Record<string, SampleRing>> = {
  'gather-scatter': gatherScatterSample(),
  cycle: cycleSample(),
  'cycle-closed': later(
    cycleSample(),
    { kind: 'DORMANT', cause: 'IDLE' },
    { kind: 'CLOSED', cause: 'LABEL', left: ['A'], retracted: [1, 4], suspicion: 0.2 },
  ),
  'cycle-merged': later(cycleSample(), { kind: 'MERGED', cause: 'RING', otherRingId: 'ring-ba9876543210' }),
};
const cases = Object.keys(samples).flatMap((name) =>
  (['en', 'pt'] as const).map((code) => [name, code] as const),
);

test.each(cases)('the ring %s is told as its page in %s', async (name, code) => {
  const text = told(samples[name] as SampleRing, code);
  await expect(`${text}\n`).toMatchFileSnapshot(`snapshots/${name}.${code}.txt`);
});

test('a long life is told by its beginning and its end', () => {
  const joins = Array.from({ length: 30 }, (_, index) => ({
    joined: [{ account: `N${index}`, role: 'MEMBER', sinceSeq: 10 + index, sinceAt: sampleStart }] as const,
  }));
  const sample = later(cycleSample(), ...joins);
  const { timeline } = factsOf(sample);
  const text = told(sample, 'en');
  expect(timeline.length).toBeGreaterThan(30);
  const lines = text.split('\n').filter((line) => line.startsWith('- ') && line.includes(' UTC: '));
  expect(lines).toHaveLength(12);
  expect(text).toContain(`- ${timeline.length - 12} moments in between left out here.`);
});

test('a ring with more transfers than were kept says so', () => {
  const { ring, events, evidence } = cycleSample();
  const sample = { ring: { ...ring, transferCount: 612 }, events, evidence };
  expect(told(sample, 'en')).toContain('Only 4 of its 612 transfers were kept as evidence');
  expect(told(sample, 'pt')).toContain('Só 4 de 612 transferências foram guardadas');
});

test('many accounts of a role are counted, and some named', () => {
  const transfers = transfersOf(Array.from({ length: 9 }, (_, index) => `S${index}>HUB 1000`).join(';'));
  const members = [...transfers.map(({ from }) => from), 'HUB'].map((account) => ({
    account,
    role: account === 'HUB' ? ('COLLECTOR' as const) : ('SOURCE' as const),
    sinceSeq: 9,
    sinceAt: sampleStart,
  }));
  const sample = sampleOf([sampleEvent({ seq: 9, kind: 'BORN', joined: members, transfers })]);
  expect(told(sample, 'en')).toContain(
    '- 9 sources that the money comes from: S0, S1, S2, S3, S4, S5 and 3 more.',
  );
  expect(told(sample, 'pt')).toContain(
    '- 9 origens de onde vem o dinheiro: S0, S1, S2, S3, S4, S5 e mais 3.',
  );
});

test('a shape that is not clear, or not alone, is told as such', () => {
  const facts = factsOf(cycleSample());
  const [first, second] = facts.typologies as [ShapeMatch, ShapeMatch];
  const unclear = explainRing({ ...facts, typologies: [{ ...first, confidence: 0.3 }] }, 'en');
  expect(unclear).toContain('No shape is clear: cycle has a confidence of 30% only.');
  const close = explainRing({ ...facts, typologies: [first, second] }, 'en');
  expect(close).toContain('The shape may be another one: chain (78%) is close to cycle (93.5%).');
  const far = explainRing({ ...facts, typologies: [first, { ...second, confidence: 0.7 }] }, 'en');
  expect(far).not.toContain('may be another one');
});
