import type { KafkaMessage } from 'kafkajs';
import { expect, test } from 'vitest';
import { decodeMessage } from '../../../ingest/kafka/decode-message.ts';
import { malformedWays } from './malformed.ts';
import { planTraffic } from './plan-traffic.ts';
import { inputTopics, numberHeader, type PlannedMessage } from './planned-message.ts';

const options = { seed: 5, transactions: 2000 };
const plan = planTraffic(options);
const are = (what: PlannedMessage['truth']['is']) => plan.filter(({ truth }) => truth.is === what);
const idOf = ({ truth }: PlannedMessage) => (truth.is === 'malformed' ? null : truth.id);

/** What the service makes of a message by itself, before it has seen any other. */
function decoded({ topic, key, value, headers, number }: PlannedMessage) {
  const message = { key: Buffer.from(key), value, headers, offset: `${number}`, timestamp: '1800000000000' };
  const place = { role: topic, topic, partition: 0, messageBytesMax: 1_000_000 };
  return decodeMessage(place, message as unknown as KafkaMessage).decoded;
}

test('the seed alone decides the messages', () => {
  expect(planTraffic(options)).toEqual(plan);
  expect(planTraffic({ ...options, seed: 6 })).not.toEqual(plan);
});

test('transfers, repeats and malformed messages are exactly as many as they should be, all numbered in order', () => {
  const transfers = are('valid').filter(({ truth }) => truth.is === 'valid' && truth.kind === 'transfer');
  expect(transfers).toHaveLength(2000);
  expect(are('duplicate')).toHaveLength(100);
  expect(are('malformed')).toHaveLength(20);
  expect(plan.map(({ number }) => number)).toEqual(plan.map((_, place) => place));
  expect(plan.map(({ headers }) => headers[numberHeader])).toEqual(plan.map((_, place) => `${place}`));
});

test('there is every kind of event, every topic and every way to be malformed', () => {
  const kinds = are('valid').map(({ truth }) => (truth.is === 'valid' ? truth.kind : ''));
  expect(new Set(kinds)).toEqual(new Set(['transfer', 'reversal', 'authentication', 'log']));
  expect(new Set(plan.map(({ topic }) => topic))).toEqual(new Set(inputTopics));
  const ways = are('malformed').map(({ truth }) => (truth.is === 'malformed' ? truth.way : ''));
  expect(new Set(ways)).toEqual(new Set(Object.keys(malformedWays)));
});

test('valid ids are unique, and a repeat comes after its original with the same bytes', () => {
  const originals = new Map(are('valid').map((message) => [idOf(message), message]));
  expect(originals.size).toBe(are('valid').length);
  let elsewhere = 0;
  for (const repeat of are('duplicate')) {
    const original = originals.get(idOf(repeat));
    expect(original?.number).toBeLessThan(repeat.number);
    expect(repeat.value).toEqual(original?.value);
    expect(repeat.topic).toBe(original?.topic);
    if (repeat.key !== original?.key) elsewhere += 1;
  }
  expect(elsewhere).toBeGreaterThan(0);
});

test('what needs a transfer comes after it under its key', () => {
  const originals = new Map(are('valid').map((message) => [idOf(message), message]));
  const dependent = plan.filter(
    ({ truth }) =>
      (truth.is === 'malformed' && truth.way === 'conflict') ||
      (truth.is === 'valid' && truth.kind === 'reversal'),
  );
  expect(dependent.length).toBeGreaterThan(10);
  for (const message of dependent) {
    const { id, reverses } = JSON.parse(String(message.value)) as { id: string; reverses?: string };
    const transfer = originals.get(reverses ?? id);
    expect(transfer?.number).toBeLessThan(message.number);
    expect(message.key).toBe(transfer?.key);
  }
});

test('a message is good or bad by itself as its truth says, except for what only the store can know', () => {
  for (const message of plan) {
    const { truth } = message;
    const byStore = truth.is === 'malformed' && ['conflict', 'reversalOfNothing'].includes(truth.way);
    const isBad = truth.is === 'malformed' && !byStore;
    expect(decoded(message).status, JSON.stringify(truth)).toBe(isBad ? 'bad' : 'event');
  }
});
