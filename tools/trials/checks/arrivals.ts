import type { Config } from '../../../base/config.ts';
import { inputTopics, numberHeader, type PlannedMessage } from '../traffic/planned-message.ts';
import type { StreamView, TopicMessage } from '../views/stream-view.ts';
import type { Findings } from './findings.ts';

/** A message of the plan as it arrived in its topic. */
export interface Arrival extends TopicMessage {
  /** The topic, partition and offset as one text. */
  readonly place: string;
  readonly planned: PlannedMessage;
}

/** Names a message in a topic. */
export function placeOf(topic: string, partition: number, offset: number): string {
  return `${topic}/${partition}/${offset}`;
}

/**
 * What is in the input topics: everything of the plan, some of it more than once where a request was repeated. From here, not from the plan,
 * comes what the service was really given.
 */
export async function readArrivals(
  stream: StreamView,
  topics: Config['kafka']['topics'],
  plan: readonly PlannedMessage[],
  findings: Findings,
): Promise<readonly Arrival[]> {
  const arrivals: Arrival[] = [];
  for (const topic of inputTopics) {
    for (const message of await stream.read(topics[topic])) {
      const planned = plan[Number(String(message.headers[numberHeader]))];
      const place = placeOf(topics[topic], message.partition, message.offset);
      if (planned === undefined) findings.add(`${place} holds a message that was not planned`);
      else arrivals.push({ ...message, place, planned });
    }
  }
  const arrived = new Set(arrivals.map(({ planned }) => planned.number));
  findings.expect(arrived.size === plan.length, `${plan.length - arrived.size} messages were never produced`);
  return arrivals;
}
