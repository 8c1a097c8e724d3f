import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseConfig } from '../../../base/config.ts';
import { openLog } from '../../../base/log.ts';
import { packagePath } from '../../../base/package-root.ts';
import { Random } from '../../../base/random.ts';
import { accountKey } from '../../model/event.ts';
import type { GraphStore } from '../../store.ts';
import { exported } from '../contract/sample-events.contract.ts';
import { eventOf } from './killed-writer.contract.ts';
import { openEmbeddedGraphStore } from './open-embedded-graph-store.ts';

const kills = 24;
/** Rounds after which this process looks into the store; between them a writer recovers from what the last one left. */
const lookEvery = 4;
const seed = 20_260;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anel-kill-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts a writer, kills it when it has printed `lines` lines, and returns all that it printed. */
async function runUntilKilled(round: number, lines: number): Promise<number[]> {
  const script = packagePath('graph', 'stores', 'embedded', 'killed-writer.contract.ts');
  const writer = spawn(process.execPath, ['--import', 'tsx', script, folder, `${seed}/${round}`], {
    cwd: packagePath(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(writer, 'exit');
  const printed: number[] = [];
  for await (const line of createInterface({ input: writer.stdout })) {
    printed.push(Number(line));
    if (printed.length === lines) writer.kill('SIGKILL');
  }
  expect((await exited)[1]).toBe('SIGKILL');
  return printed;
}

/** Every event once, in order, and nothing counted twice. Returns the last sequence number. */
async function expectWhole(store: GraphStore): Promise<number> {
  const events = await exported(store, 0, 5000);
  const lastSeq = await store.lastSeq();
  expect(events.length).toBe(lastSeq);
  const expected = Array.from({ length: lastSeq }, (_, index) => ({
    seq: index + 1,
    event: eventOf(index + 1),
  }));
  expect(events).toEqual(expected);
  const transfers = expected.map(({ event }) => event).filter((event) => event.kind === 'transfer');
  expect((await store.counts()).transfers).toBe(transfers.length);
  const links = await store.identifiersOf('a1', 100);
  const uses = expected.filter(
    ({ event }) =>
      event.kind !== 'reversal' &&
      accountKey(event.kind === 'transfer' ? event.from : event.account) === 'a1',
  );
  expect(links.reduce((sum, { count }) => sum + count, 0)).toBe(uses.length);
  const own = transfers.filter(({ from }) => from.account === 'a1').map(({ id }) => id);
  expect((await store.transfersOf('a1', 10_000)).map(({ event }) => event.id).sort()).toEqual(own.sort());
  return lastSeq;
}

test(`${kills} times killed while it writes, the store has all that it acknowledged, once`, {
  timeout: 180_000,
}, async () => {
  const random = new Random(seed);
  let acknowledged = 0;
  for (let round = 1; round <= kills; round += 1) {
    const printed = await runUntilKilled(round, random.between(1, 6));
    expect(printed[0]).toBeGreaterThanOrEqual(acknowledged);
    acknowledged = printed.at(-1) ?? acknowledged;
    if (round % lookEvery !== 0) continue;
    const store = await openEmbeddedGraphStore({
      folder,
      config: parseConfig({}).graph,
      log: openLog('silent'),
    });
    const lastSeq = await expectWhole(store);
    expect(lastSeq).toBeGreaterThanOrEqual(acknowledged);
    acknowledged = lastSeq;
    await store.close();
  }
  expect(acknowledged).toBeGreaterThan(kills * 50);
});
