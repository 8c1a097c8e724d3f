import type { Config } from '../../base/config.ts';
import type { Log } from '../../base/log.ts';
import { openKafkaClient } from './open-kafka-client.ts';

/**
 * The yardstick of `anel bench ingest --source kafka`: a plain consumer that hands over `total` messages in batches of at most
 * `batchMax` and commits after each fetched batch.
 */
export async function bareKafkaConsumer(
  config: Config['kafka'],
  log: Log,
  options: {
    readonly topic: string;
    readonly groupId: string;
    readonly total: number;
    readonly batchMax: number;
  },
  handle: (values: readonly Buffer[]) => Promise<void>,
): Promise<void> {
  const client = await openKafkaClient(config, log);
  const consumer = client.consumer({ groupId: options.groupId });
  await consumer.connect();
  await consumer.subscribe({ topic: options.topic, fromBeginning: true });
  let left = options.total;
  await new Promise<void>((resolve, reject) => {
    const eachBatch = async ({ batch }: { batch: { messages: readonly { value: Buffer | null }[] } }) => {
      const { messages } = batch;
      for (let start = 0; start < messages.length; start += options.batchMax) {
        const slice = messages.slice(start, start + options.batchMax);
        await handle(slice.map(({ value }) => value ?? Buffer.alloc(0)));
      }
      left -= messages.length;
      if (left <= 0) resolve();
    };
    consumer.run({ eachBatch }).catch(reject);
  });
  await consumer.disconnect();
}
