import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../base/config.ts';
import { openLog } from '../../base/log.ts';
import { accountKey } from '../../graph/model/event.ts';
import { openEmbeddedGraphStore } from '../../graph/stores/embedded/open-embedded-graph-store.ts';
import type { CommunityReport } from '../../jobs/communities/recompute-communities.ts';
import { writeSimulation } from '../../simulator/write.ts';
import { anelJson, runAnel, startAnel } from './run-anel.ts';
import { type Place, Places, temporaryFolder, testTimeoutMs } from './test-data.ts';

const folder = temporaryFolder();
let places: Places;
let place: Place;

beforeAll(async () => {
  places = await Places.open(folder);
  place = await places.place('place', { communities: { delayTransfers: 50 } });
  await writeSimulation({ accounts: 400, transactions: 1500, rings: 4, days: 10, seed: 12 }, 'jsonl', folder);
  await anelJson(['score', join(folder, 'transactions.jsonl'), '--format', 'jsonl', ...place.options]);
}, testTimeoutMs);
afterAll(() => places.close(), testTimeoutMs);

const communities = (...args: readonly string[]) =>
  anelJson<CommunityReport>(['communities', ...args, ...place.options]);

/** The community of every account in a graph folder. */
async function communityIds(data: string): Promise<ReadonlyMap<string, string | null>> {
  const options = { config: parseConfig({}).graph, log: openLog('silent') };
  const graph = await openEmbeddedGraphStore({ ...options, folder: join(data, 'graph') });
  try {
    const keys = new Set<string>();
    for await (const page of graph.eventsAfter(0, 1000)) {
      for (const { event } of page)
        if (event.kind === 'transfer') for (const end of [event.from, event.to]) keys.add(accountKey(end));
    }
    const accounts = await graph.accounts([...keys]);
    return new Map([...accounts.values()].map(({ id, communityId }) => [id, communityId]));
  } finally {
    await graph.close();
  }
}

async function ledgerState() {
  const events = [];
  for await (const page of place.ledger.ringEventsAfter(0, 1000)) events.push(...page);
  return { counts: await place.ledger.counts(), events };
}

describe('anel communities', () => {
  test('ends by kill -9 without harm, wherever that meets it, and the next run completes it', async () => {
    const before = await ledgerState();
    const undisturbed = join(folder, 'undisturbed');
    cpSync(place.data, undisturbed, { recursive: true });
    const slowly = ['communities', '--set', 'communities.annotateBatch=1', '--json'];
    let killed = 0;
    for (let delayMs = 300; ; delayMs = Math.round(delayMs * 1.3)) {
      const running = startAnel([...slowly, ...place.options]);
      await Promise.race([sleep(delayMs), running.ended]);
      running.kill();
      const { code } = await running.ended;
      if (code === 0) break;
      killed += 1;
    }
    expect(killed).toBeGreaterThan(0);
    await anelJson(['communities', ...place.options, '--data', undisturbed]);
    const ids = await communityIds(place.data);
    expect(ids).toEqual(await communityIds(undisturbed));
    expect([...ids.values()].some((id) => id !== null)).toBe(true);
    expect(await ledgerState()).toEqual(before);
    expect(await anelJson(['verify', ...place.options])).toMatchObject({ ok: true });
  });

  test('changes nothing the second time, and prints what it found', async () => {
    const report = await communities();
    expect(Object.keys(report)).toEqual([
      'algorithm',
      'engine',
      'asOfSeq',
      'accounts',
      'pairs',
      'communities',
      'modularity',
      'largest',
      'changedAccounts',
      'suspicious',
      'durationMs',
    ]);
    expect(report).toMatchObject({ algorithm: 'leiden', asOfSeq: 1500, changedAccounts: 0 });
    expect(report.suspicious.length).toBeGreaterThan(0);
    const { stdout, stderr } = await runAnel(['communities', ...place.options]);
    expect(stdout).toContain(`${report.communities} communities of ${report.accounts} accounts`);
    expect(stderr).toBe('');
  });

  test('divides by the algorithm that is asked for', async () => {
    const components = await communities('--algorithm', 'components');
    expect(components).toMatchObject({ algorithm: 'components' });
    const louvain = await communities('--algorithm', 'louvain');
    expect(louvain.communities).toBeGreaterThan(components.communities);
  });

  test('says what is wrong', async () => {
    const unknown = await runAnel(['communities', '--algorithm', 'metis', ...place.options]);
    expect(unknown).toMatchObject({
      code: 2,
      stderr: 'anel: USAGE: option "--algorithm" is "metis": expected leiden, louvain, components\n',
    });
    const missing = await runAnel(['communities', '--data', join(folder, 'nowhere')]);
    expect(missing.stderr).toContain('there is no such folder');
  });
});
