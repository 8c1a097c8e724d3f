import { assert } from '../../base/assert.ts';
import type { Commit } from './commit-facts.ts';

/**
 * Asserts what every commit must be: at most `batchMax` events and dead letters (what the events led to follows from them), sequence numbers without a gap,
 * and exactly one decision per transfer, in sequence order. That the numbers follow the ledger's last one is checked
 * in the database.
 */
export function checkBatch({ events, facts }: Commit, batchMax: number): void {
  const { decisions, deadLetters } = facts;
  for (const list of [events, deadLetters]) {
    assert(list.length <= batchMax, `${list.length} entries are more than ${batchMax} in one commit`);
  }
  let decided = 0;
  let seq = events[0]?.seq ?? 0;
  for (const { seq: actual, event } of events) {
    // Messages are made when needed only: this runs for every event.
    if (actual !== seq)
      assert(false, `event "${event.id}" has sequence number ${actual} where ${seq} follows`);
    seq += 1;
    if (event.kind !== 'transfer') continue;
    const decision = decisions[decided];
    if (decision?.seq !== actual || decision.transactionId !== event.id) {
      const given = `decision "${decision?.transactionId}" (${decision?.seq})`;
      assert(false, `transfer "${event.id}" (${actual}) meets ${given}`);
    }
    decided += 1;
  }
  assert(decided === decisions.length, `${decisions.length} decisions for ${decided} transfers`);
}
