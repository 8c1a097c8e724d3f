import type { Config } from '../base/config.ts';
import type { Log } from '../base/log.ts';
import { accountKey, type GraphEvent } from '../graph/model/event.ts';
import { ensureTopics } from '../ingest/kafka/ensure-topics.ts';
import { openMessageSender, type SentMessage } from '../ingest/kafka/message-sender.ts';
import { encodeEvent } from '../ingest/validate/encode-event.ts';
import type { SimulationOptions } from '../simulator/options.ts';
import { simulate } from '../simulator/simulate.ts';

export interface KafkaSimulation {
  readonly config: Config['kafka'];
  readonly log: Log;
  readonly options: Partial<SimulationOptions>;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Transfers that are sent at once. */
const pageSize = 1000;

/**
 * Sends the transfers of a simulation to the topic of transactions, which is made when it is missing, in their order and with the sender's
 * account as key. Answers how many were sent: all of them, or those before `signal` aborted.
 */
export async function simulateIntoKafka({
  config,
  log,
  options,
  signal,
  onProgress,
}: KafkaSimulation): Promise<number> {
  await ensureTopics({ config, log });
  const sender = await openMessageSender({ config, log });
  const simulation = simulate(options);
  const total = simulation.options.transactions;
  let sent = 0;
  let page: SentMessage[] = [];
  const flush = async () => {
    await sender.send(config.topics.transactions, page);
    sent += page.length;
    page = [];
    onProgress(sent, total);
  };
  try {
    for (const { event } of simulation) {
      if (signal.aborted) return sent;
      page.push(messageOf(event));
      if (page.length === pageSize) await flush();
    }
    await flush();
    return sent;
  } finally {
    await sender.close();
  }
}

function messageOf(event: GraphEvent & { readonly kind: 'transfer' }): SentMessage {
  return { key: accountKey(event.from), value: encodeEvent(event) };
}
