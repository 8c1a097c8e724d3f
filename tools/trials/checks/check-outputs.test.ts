import { expect, test } from 'vitest';
import { parseConfig } from '../../../base/config.ts';
import type { TopicMessage } from '../views/stream-view.ts';
import { checkOutputs } from './check-outputs.ts';
import { Findings } from './findings.ts';

const { topics } = parseConfig({}).kafka;
const events = ['t1', 't2', 't3'].map((id, place) => ({
  id,
  seq: place + 1,
  isTransfer: true,
  isReversed: false,
}));
const expected = {
  transfers: new Set(events.map(({ id }) => id)),
  others: new Set(''),
  reversed: new Set(''),
};

const decision = (id: string, seq: number, messageId = seq): TopicMessage => ({
  partition: 0,
  offset: 0,
  key: Buffer.from(id),
  value: Buffer.from(JSON.stringify({ transactionId: id, seq })),
  headers: { ce_id: `ledger/${messageId}` },
});
const [one, two, three] = [decision('t1', 1), decision('t2', 2), decision('t3', 3)];

async function checked(decisions: readonly TopicMessage[]) {
  const findings = new Findings();
  const stream = { read: async (topic: string) => (topic === topics.decisions ? decisions : []) };
  const { repeatsPublished } = await checkOutputs(stream, topics, events, expected, [], findings);
  return { repeatsPublished, lost: findings.lost, doubled: findings.doubled, problems: findings.problems };
}

test('repeats with the same id are dropped and counted', async () => {
  const found = await checked([one, two, one, two, three]);
  expect(found).toEqual({ repeatsPublished: 2, lost: 0, doubled: 0, problems: [] });
});

test.each<[what: string, decisions: readonly TopicMessage[], problem: string]>([
  ['a missing decision', [one, three], 'topic of decisions: "t2" is missing'],
  ['a decision under two ids', [one, two, three, decision('t1', 1, 9)], '"t1" is there 2 times'],
  ['an order that is not that of the sequence', [one, three, two], 'has 2 after 3'],
  ['another sequence number than in the graph', [one, two, decision('t3', 4)], '"t3" has sequence number 4'],
  ['a key that is not the id', [one, two, { ...three, key: Buffer.from('t9') }], 'has the key "t9"'],
])('%s is found', async (_, decisions, problem) => {
  expect((await checked(decisions)).problems.join('\n')).toContain(problem);
});
