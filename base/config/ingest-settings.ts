import { z } from 'zod';
import { minuteMs, secondMs } from '../clock.ts';
import { count, durationMs } from './terms.ts';

/** Sources, batches and retries. */
export const ingestSettings = z
  .strictObject({
    batchMax: count(512, 'Events in one batch of the pipeline.'),
    queueMax: count(4, 'Batches of one source that are under way at once.'),
    lineBytesMax: count(1_048_576, 'Bytes of one line of a file; a longer one is a dead letter.'),
    sortRecordsMax: count(
      100_000,
      'Records that the sort of a file holds in memory before it writes a run to disk.',
    ),
    sortBytesMax: count(
      67_108_864,
      'Bytes of lines that the sort of a file holds in memory, whichever comes first.',
    ),
    sortFilesMax: count(256, 'Runs of the sort on disk; when there are more, they are merged.'),
    outageMaxMs: durationMs(
      15 * minuteMs,
      'A store that does not answer for this long stops the work; until then it is tried again.',
    ),
    drainForMs: durationMs(
      10 * secondMs,
      'At the end of the service, what is under way has this long to be decided; a store that does not answer is then left to the next start.',
    ),
    retryBaseMs: durationMs(100, 'Wait before the first retry; each further one waits twice as long.'),
    retryMaxMs: durationMs(10 * secondMs, 'The longest wait before a retry.'),
  })
  .prefault({});

/** Transactions that are submitted one by one. */
export const liveSettings = z
  .strictObject({
    lingerMs: z
      .int()
      .nonnegative()
      .default(2)
      .describe('Transactions submitted through the API wait for at most this long to share a batch.'),
    queueMax: count(10_000, 'Submitted transactions that wait; more are refused.'),
  })
  .prefault({});
