import { expect, it } from 'vitest';
import {
  sampleAlertEvent,
  sampleDeadLetter,
  sampleEnvelope,
  sampleMember,
  sampleRingEvent,
  sampleRingTransfer,
  sampleTie,
} from '../ledger.samples.ts';
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

it('digests events without evidence, cause and threshold as they were digested before there were any', () => {
  const ringEvents = [
    sampleRingEvent('BORN', 'r1', 1, { joined: [sampleMember('a', 1, 'SOURCE')] }),
    sampleRingEvent('CLOSED', 'r1', 2, { left: ['a'], transfersAdded: 0 }),
  ];
  const alertEvents = [
    sampleAlertEvent('RAISED', 'k1', 1, { ringId: 'r1' }),
    sampleAlertEvent('CLOSED', 'k1', 2),
  ];
  const { digest } = encodeFacts({ ...noFacts, ringEvents, alertEvents });
  expect(digest.toString('hex')).toBe('03d304fdccd77e2abc2a51df98d5fb3e0e438fbf8f984f8af2a470cd5b0d6df4');
});

it('gives every field of the evidence, the cause and the threshold a digest of its own', () => {
  const transfer = sampleRingTransfer(3, { score: 0.5 });
  const tie = sampleTie(['a', 'b'], 3);
  const transfers = [
    { seq: 4 },
    { transactionId: 'x' },
    { at: 1 },
    { from: 'x' },
    { to: 'x' },
    { amountMinor: 1 },
    { currency: 'XXX' },
    { referenceCents: 1 },
    { score: 0.25 },
    {},
  ].map((changes) => ({ transfers: [{ ...transfer, ...changes }] }));
  const ties = [
    { kind: 'card' as const },
    { identifier: 'x' },
    { accounts: ['a', 'c'] as const },
    { accounts: ['0', 'b'] as const },
    { strength: 'HARD' as const },
    { weight: 1 },
    { at: 1 },
    {},
  ].map((changes) => ({ ties: [{ ...tie, ...changes }] }));
  const other = [{}, { cause: 'REVERSAL' as const }, { retracted: [3] }, { retracted: [3, 4] }];
  const ringEvents = [...transfers, ...ties, ...other].map((changes) => [
    sampleRingEvent('GREW', 'r1', 3, changes),
  ]);
  const alertEvents = [{}, { threshold: 0.7 }, { cause: 'FLAGGED_TRANSFER' as const }].map((changes) => [
    sampleAlertEvent('EXTENDED', 'k1', 3, changes),
  ]);
  const digests = [
    ...ringEvents.map((events) => encodeFacts({ ...noFacts, ringEvents: events })),
    ...alertEvents.map((events) => encodeFacts({ ...noFacts, alertEvents: events })),
  ].map(({ digest }) => digest.toString('hex'));
  expect(new Set(digests).size).toBe(ringEvents.length + alertEvents.length);
});
