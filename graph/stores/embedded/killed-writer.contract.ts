import { writeSync } from 'node:fs';
import { parseConfig } from '../../../base/config.ts';
import { openLog } from '../../../base/log.ts';
import { Random } from '../../../base/random.ts';
import type { GraphEvent } from '../../model/event.ts';
import { log, reversal, startAt, transfer } from '../contract/sample-events.contract.ts';
import { openEmbeddedGraphStore } from './open-embedded-graph-store.ts';

/** So small that the log is folded into the database file every few batches, under the kills. */
const logBytesMax = 200_000;

/** The event that gets sequence number `seq`: a function of the number, so that both processes know all of them. */
export function eventOf(seq: number): GraphEvent {
  const at = startAt + seq;
  if (seq % 50 === 0) return reversal(`e${seq}`, `e${seq - 7}`, { at });
  if (seq % 16 === 0) return log(`e${seq}`, `a${seq % 300}`, { at, ip: 'shared' });
  return transfer(`e${seq}`, `a${seq % 300}`, `b${seq % 1000}`, { at, device: `d${seq % 40}` });
}

/**
 * Run as a process of its own with a folder and a seed: opens the store, prints its last sequence number, then appends
 * batches of random sizes and prints the last number of each when it is acknowledged. Ends only when it is killed.
 */
async function writeUntilKilled(folder: string, seed: string): Promise<void> {
  const random = new Random(seed);
  const config = parseConfig({ graph: { logBytesMax } }).graph;
  const store = await openEmbeddedGraphStore({ folder, config, log: openLog('silent') });
  let lastSeq = await store.lastSeq();
  writeSync(1, `${lastSeq}\n`);
  for (;;) {
    const size = random.between(1, 400);
    const first = lastSeq + 1;
    await store.append(Array.from({ length: size }, (_, index) => eventOf(first + index)));
    lastSeq += size;
    writeSync(1, `${lastSeq}\n`);
    if (random.chance(0.1)) await store.checkpoint();
  }
}

const [, , folder, seed] = process.argv;
if (process.argv[1]?.includes('killed-writer') && folder !== undefined && seed !== undefined)
  await writeUntilKilled(folder, seed);
