import type { Config } from '../../../base/config.ts';
import type { StoredEvent } from '../views/graph-view.ts';
import type { StreamView, TopicMessage } from '../views/stream-view.ts';
import { type Arrival, placeOf } from './arrivals.ts';
import { checkLetters, type FoundLetter } from './check-letters.ts';
import type { Expected } from './expected.ts';
import type { Findings } from './findings.ts';
import { headerOf } from './same-message.ts';

/** Reads the topics that the service publishes to as a consumer would. Answers how many messages were repeats. */
export async function checkOutputs(
  stream: Pick<StreamView, 'read'>,
  topics: Config['kafka']['topics'],
  events: readonly StoredEvent[],
  expected: Expected,
  arrivals: readonly Arrival[],
  findings: Findings,
): Promise<{ readonly repeatsPublished: number }> {
  const decisions = await stream.read(topics.decisions);
  const letters = await stream.read(topics.deadLetters);
  const [firstDecisions, firstLetters] = [firstOf(decisions, 'ce_id'), firstOf(letters, 'anel-id')];
  checkDecisions(firstDecisions, events, expected, findings);
  checkLetters('topic of dead letters', firstLetters.map(foundLetter), arrivals, findings);
  const repeatsPublished = decisions.length - firstDecisions.length + letters.length - firstLetters.length;
  return { repeatsPublished };
}

/** Without the messages whose id was there before. */
function firstOf(messages: readonly TopicMessage[], idHeader: string): readonly TopicMessage[] {
  const seen = new Set<string>();
  return messages.filter(({ headers }) => {
    const id = headerOf(headers, idHeader);
    return !seen.has(id) && seen.add(id);
  });
}

/** One place in the stream for each transfer, with its sequence number, in the order of these within a partition. */
function checkDecisions(
  messages: readonly TopicMessage[],
  events: readonly StoredEvent[],
  expected: Expected,
  findings: Findings,
): void {
  const seqs = new Map(events.map(({ id, seq }) => [id, seq]));
  const last = new Map<number, number>();
  const ids = messages.map(({ partition, key, value }) => {
    const { transactionId, seq } = JSON.parse(String(value)) as { transactionId: string; seq: number };
    findings.expect(String(key) === transactionId, `decision of "${transactionId}" has the key "${key}"`);
    findings.expect(
      seqs.get(transactionId) === seq,
      `published decision "${transactionId}" has sequence number ${seq}, its transfer ${seqs.get(transactionId)}`,
    );
    const before = last.get(partition) ?? 0;
    findings.expect(seq > before, `partition ${partition} of the decisions has ${seq} after ${before}`);
    last.set(partition, seq);
    return transactionId;
  });
  findings.expectOnce('topic of decisions', expected.transfers, ids);
}

function foundLetter(message: TopicMessage): FoundLetter {
  const { key, value, headers } = message;
  const original = Object.entries(headers).filter(([name]) => !name.startsWith('anel-'));
  return { place: placeOfLetter(message), key, value, headers: Object.fromEntries(original) };
}

function placeOfLetter({ headers }: TopicMessage): string {
  const [topic, partition, offset] = ['anel-topic', 'anel-partition', 'anel-offset'].map((name) =>
    headerOf(headers, name),
  );
  return placeOf(topic ?? '', Number(partition), Number(offset));
}
