import { expect, test } from 'vitest';
import { dayMs } from '../../../base/clock.ts';
import { openDossier } from './dossier.ts';
import {
  cycleSample,
  gatherScatterSample,
  type SampleRing,
  sampleEvent,
  sampleOf,
  sampleStart,
  transfersOf,
} from './testing/sample-ring.ts';

const open = ({ ring, events, evidence }: SampleRing) => openDossier(ring, events, evidence);

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
  const { text } = open(samples[name] as SampleRing);
  await expect(`${text[code]}\n`).toMatchFileSnapshot(`testing/texts/${name}.${code}.txt`);
});

test('a dossier is the same whenever it is opened, and leaves what it was given alone', () => {
  const sample = gatherScatterSample();
  const before = JSON.stringify(sample);
  expect(open(sample)).toEqual(open(gatherScatterSample()));
  expect(JSON.stringify(sample)).toBe(before);
});

test('the parts of a dossier speak of the same evidence', () => {
  const { evidence, minimal, contributions, typologies, flow } = open(gatherScatterSample());
  expect(contributions).toHaveLength(evidence.transfers.length + evidence.ties.length);
  const seqs = new Set(evidence.transfers.map(({ seq }) => seq));
  expect(minimal.transfers.every((transfer) => evidence.transfers.includes(transfer))).toBe(true);
  expect(minimal.ties.every((tie) => evidence.ties.includes(tie))).toBe(true);
  expect(typologies.flatMap(({ transfers }) => transfers).every((seq) => seqs.has(seq))).toBe(true);
  expect(flow.links.every(({ fromSeq, toSeq }) => seqs.has(fromSeq) && seqs.has(toSeq))).toBe(true);
});

test('a long life is told by its beginning and its end', () => {
  const joins = Array.from({ length: 30 }, (_, index) => ({
    joined: [{ account: `N${index}`, role: 'MEMBER', sinceSeq: 10 + index, sinceAt: sampleStart }] as const,
  }));
  const { timeline, text } = open(later(cycleSample(), ...joins));
  expect(timeline.length).toBeGreaterThan(30);
  const lines = text.en.split('\n').filter((line) => line.startsWith('- ') && line.includes(' UTC: '));
  expect(lines).toHaveLength(12);
  expect(text.en).toContain(`- ${timeline.length - 12} moments in between left out here.`);
});

test('a ring with more transfers than were kept says so', () => {
  const { ring, events, evidence } = cycleSample();
  const { text } = openDossier({ ...ring, transferCount: 612 }, events, evidence);
  expect(text.en).toContain('Only 4 of its 612 transfers were kept as evidence');
  expect(text.pt).toContain('Só 4 de 612 transferências foram guardadas');
});

test('many accounts of a role are counted, and some named', () => {
  const transfers = transfersOf(Array.from({ length: 9 }, (_, index) => `S${index}>HUB 1000`).join(';'));
  const members = [...transfers.map(({ from }) => from), 'HUB'].map((account) => ({
    account,
    role: account === 'HUB' ? ('COLLECTOR' as const) : ('SOURCE' as const),
    sinceSeq: 9,
    sinceAt: sampleStart,
  }));
  const { text } = open(sampleOf([sampleEvent({ seq: 9, kind: 'BORN', joined: members, transfers })]));
  expect(text.en).toContain('- 9 sources that the money comes from: S0, S1, S2, S3, S4, S5 and 3 more.');
  expect(text.pt).toContain('- 9 origens de onde vem o dinheiro: S0, S1, S2, S3, S4, S5 e mais 3.');
});
