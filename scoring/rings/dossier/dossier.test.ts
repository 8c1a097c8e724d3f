import { expect, test } from 'vitest';
import { openDossier } from './dossier.ts';
import { cycleSample, gatherScatterSample, type SampleRing } from './testing/sample-ring.ts';
import { explainRing } from './texts/explain.ts';
import { languages } from './texts/languages.ts';

const open = ({ ring, events, evidence }: SampleRing) => openDossier(ring, events, evidence);

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

test('a dossier has a text in every language, written from its facts', () => {
  const dossier = open(cycleSample());
  expect(dossier.text).toEqual({ en: explainRing(dossier, 'en'), pt: explainRing(dossier, 'pt') });
  expect(Object.keys(dossier.text)).toEqual(Object.keys(languages));
});
