import { expect, it } from 'vitest';
import { sampleDeadLetter, sampleEnvelope } from '../ledger.samples.ts';
import { encodeFacts, noFacts } from './encode-facts.ts';

it('digests a dead letter without envelope as it was digested before there were envelopes', () => {
  const { digest } = encodeFacts({ ...noFacts, deadLetters: [sampleDeadLetter(4), sampleDeadLetter(7)] });
  expect(digest.toString('hex')).toBe('6374b9e04520885655741aff3546c6a56e8dcf81a2804131b10151060b5b1380');
});

it('gives every part of an envelope a digest of its own', () => {
  const { key, headers } = sampleEnvelope;
  const raw = Uint8Array.from([0, 255, 4]);
  const letters = [
    { envelope: null },
    { envelope: { key: null, headers: [] } },
    { envelope: { key: new Uint8Array(), headers: [] } },
    { envelope: { key: null, headers } },
    { envelope: { key, headers } },
    { envelope: { key, headers: [...headers].reverse() } },
    { envelope: { key: Uint8Array.from([4]), headers: [] }, raw: raw.subarray(0, 2) },
    { envelope: { key: raw.subarray(1), headers: [] }, raw: raw.subarray(0, 1) },
  ];
  const digests = letters.map((changes) =>
    encodeFacts({ ...noFacts, deadLetters: [sampleDeadLetter(4, changes)] }).digest.toString('hex'),
  );
  expect(new Set(digests).size).toBe(letters.length);
});
