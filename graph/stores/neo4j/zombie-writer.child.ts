import { writeSync } from 'node:fs';
import { isAnelError } from '../../../base/errors.ts';
import { openLog } from '../../../base/log.ts';
import type { GraphEvent } from '../../model/event.ts';
import type { StoreOutcome } from '../../store.ts';
import { transfer } from '../contract/sample-events.contract.ts';
import { openNeo4jGraphStore } from './open-neo4j-graph-store.ts';
import { testNeo4jConfig } from './testing/test-neo4j.ts';

/**
 * Run as a process of its own: claims the store with an epoch and appends batches of 50 until it is refused. Prints the last sequence
 * number of each batch when it is acknowledged, and in the end the code of the error.
 */
const [url = '', epoch = ''] = process.argv.slice(2);
const config = testNeo4jConfig(url, { writeTimeoutMs: 2000 });
const store = await openNeo4jGraphStore({ config, log: openLog('silent') });
await store.claim({ ledgerId: 'zombies', epoch: Number(epoch) });

/** Tries again as the engine does: a transaction that the server ended while this process was stopped is one that may be. */
async function appended(events: readonly GraphEvent[]): Promise<readonly StoreOutcome[]> {
  for (;;) {
    try {
      return await store.append(events);
    } catch (error) {
      if (!isAnelError(error) || !error.retryable) throw error;
    }
  }
}

try {
  for (let batch = 0; ; batch += 1) {
    const events = Array.from({ length: 50 }, (_, index) =>
      transfer(`e${epoch}-${batch}-${index}`, `a${index % 20}`, `a${(index + 1) % 20}`),
    );
    const last = (await appended(events)).at(-1);
    if (last?.status === 'stored') writeSync(1, `${last.seq}\n`);
  }
} catch (error) {
  writeSync(1, `${isAnelError(error) ? error.code : String(error)}\n`);
} finally {
  await store.close();
}
