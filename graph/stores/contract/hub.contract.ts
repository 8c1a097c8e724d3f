import { expect, test } from 'vitest';
import type { GraphStore } from '../../store.ts';
import { startAt, transfer } from './sample-events.contract.ts';

const hubTransfers = 100_000;
const batchSize = 1000;

/** The slowest answer that a hub may give, generous for a shared machine: without caps it takes minutes. */
const answerMsMax = 2000;

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

/** An account with 100,000 transfers: its reads stay capped, and writing to it does not slow down. */
export function hubCases(store: () => GraphStore): void {
  test('a hub of 100,000 transfers', { timeout: 120_000 }, async () => {
    const durations: number[] = [];
    for (let start = 0; start < hubTransfers; start += batchSize) {
      const batch = Array.from({ length: batchSize }, (_, index) => {
        const number = start + index;
        const changes = { at: startAt + number, device: 'shared' };
        return number % 2 === 0
          ? transfer(`t${number}`, 'hub', `a${number % 5000}`, changes)
          : transfer(`t${number}`, `a${number % 5000}`, 'hub', changes);
      });
      const begun = performance.now();
      await store().append(batch);
      durations.push(performance.now() - begun);
    }
    expect(median(durations.slice(-20))).toBeLessThan(4 * median(durations.slice(5, 25)));

    const begun = performance.now();
    const found = await store().neighbourhood('hub', { hops: 2, nodesMax: 100, degreeMax: 50 });
    const latest = await store().transfersOf('hub', 3);
    const users = await store().accountsUsing('device', 'shared', 2);
    const links = await store().identifiersOf('hub', 2);
    expect(performance.now() - begun).toBeLessThan(answerMsMax);

    expect(found?.truncated).toBe(true);
    expect(found?.accounts).toHaveLength(100);
    expect(latest.map(({ event }) => event.id)).toEqual(['t99999', 't99998', 't99997']);
    expect(users.map(({ account }) => account)).toEqual(['a4999', 'hub']);
    expect(links).toMatchObject([{ id: 'shared', count: hubTransfers / 2, firstAt: startAt }]);
  });
}
