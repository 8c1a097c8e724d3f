import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../../base/config.ts';
import { openLog } from '../../../base/log.ts';
import { NaiveStore } from '../contract/naive-store.contract.ts';
import { exported, log, reversal, transfer } from '../contract/sample-events.contract.ts';
import { openEmbeddedGraphStore } from './open-embedded-graph-store.ts';

const batches = Array.from({ length: 12 }, (_, batch) => [
  ...Array.from({ length: 20 }, (_, index) =>
    transfer(`t${batch}-${index}`, `a${index}`, `b${batch}`, { device: `d${index}` }),
  ),
  reversal(`r${batch}`, `t${batch}-3`),
  log(`l${batch}`, `a${batch}`, { ip: 'shared' }),
]);
const batchSize = batches[0]?.length ?? 0;
const whole = new NaiveStore();
for (const batch of batches) whole.append(batch);

const open = (folder: string) =>
  openEmbeddedGraphStore({ folder, config: parseConfig({}).graph, log: openLog('silent') });

describe('the embedded graph store after damage', () => {
  let root: string;
  /** A copy of the store's folder as a power cut would leave it: open, all of it in the log. */
  let crashed: string;
  let logFile: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'anel-damage-'));
    crashed = join(root, 'crashed');
    const store = await open(join(root, 'live'));
    for (const batch of batches) await store.append(batch);
    await cp(join(root, 'live'), crashed, { recursive: true });
    await store.close();
    const files = await readdir(crashed, { recursive: true });
    logFile = files.find((file) => file.endsWith('.log')) ?? '';
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  /** The crashed folder with its log changed. */
  async function damaged(change: (log: Buffer) => Uint8Array): Promise<string> {
    const folder = await mkdtemp(join(root, 'damaged-'));
    await cp(crashed, folder, { recursive: true });
    await writeFile(join(folder, logFile), change(await readFile(join(crashed, logFile))));
    return folder;
  }

  /** Opens the folder: whole batches are there, and restoring the rest makes it whole again. */
  async function expectPrefixThatHeals(folder: string): Promise<number> {
    const store = await open(folder);
    const lastSeq = await store.lastSeq();
    expect(lastSeq % batchSize).toBe(0);
    expect(await exported(store)).toEqual(whole.events.slice(0, lastSeq));
    const naive = new NaiveStore();
    for (const batch of batches.slice(0, lastSeq / batchSize)) naive.append(batch);
    expect(await store.counts()).toEqual(naive.counts());
    await store.restore(whole.events.slice(lastSeq));
    expect(await store.counts()).toEqual(whole.counts());
    expect(await exported(store)).toEqual(whole.events);
    await store.close();
    return lastSeq;
  }

  test('an undamaged log has everything', async () => {
    expect(await expectPrefixThatHeals(await damaged((log) => log))).toBe(whole.events.length);
  });

  test.each([1, 2, 17, 100, 1000, 4999, 5000, 12_345, 30_000, 60_000])(
    'a log whose last %i bytes are cut',
    async (bytes) => {
      const lastSeq = await expectPrefixThatHeals(await damaged((log) => log.subarray(0, -bytes)));
      expect(lastSeq).toBeLessThan(whole.events.length);
    },
  );

  test.each([1, 20, 300, 5000, 25_000])('a log with a flipped byte %i from its end', async (offset) => {
    const flip = (log: Buffer) =>
      log.fill((log.at(-offset) ?? 0) ^ 0xff, log.length - offset, log.length - offset + 1);
    expect(await expectPrefixThatHeals(await damaged(flip))).toBeLessThan(whole.events.length);
  });

  test.each([10, 700, 9000])('a log whose last %i bytes are zero', async (bytes) => {
    expect(await expectPrefixThatHeals(await damaged((log) => log.fill(0, log.length - bytes)))).toBeLessThan(
      whole.events.length,
    );
  });

  test('a log that is empty or gone', async () => {
    expect(await expectPrefixThatHeals(await damaged(() => Buffer.alloc(0)))).toBe(0);
    const folder = await damaged((log) => log);
    await rm(join(folder, logFile));
    expect(await expectPrefixThatHeals(folder)).toBe(0);
  });

  test('a log without its head is refused with what to do', async () => {
    const folder = await damaged((log) => log.fill(0xff, 0, 60));
    await expect(open(folder)).rejects.toMatchObject({
      code: 'GRAPH_STORE_CORRUPT',
      message: expect.stringContaining('backup'),
    });
  });

  test.each([
    ['empty', () => Buffer.alloc(0)],
    ['text', () => Buffer.from('this is no database')],
    ['half of it', (file: Buffer) => file.subarray(0, file.length / 2)],
    ['a garbled middle', (file: Buffer) => file.fill(0x5a, file.length / 2, file.length / 2 + 500)],
  ])('a database file that is %s is refused', async (_name, change) => {
    const folder = await mkdtemp(join(root, 'file-'));
    const file = await readFile(join(root, 'live', 'graph.grafeo'));
    await writeFile(join(folder, 'graph.grafeo'), change(file));
    await expect(open(folder)).rejects.toMatchObject({ code: 'GRAPH_STORE_CORRUPT' });
  });

  test('a folder that cannot be made is refused', async () => {
    await writeFile(join(root, 'a-file'), '');
    await expect(open(join(root, 'a-file', 'graph'))).rejects.toMatchObject({
      code: 'DATA_FOLDER_UNWRITABLE',
    });
  });

  test('a folder that is open is refused, and usable when it was closed', async () => {
    const folder = join(root, 'busy');
    await mkdir(folder);
    const store = await open(folder);
    await expect(open(folder)).rejects.toMatchObject({ code: 'DATA_FOLDER_IN_USE' });
    await store.close();
    await (await open(folder)).close();
  });
});
