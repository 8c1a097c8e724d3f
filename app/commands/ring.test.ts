import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cycleRing, gatherScatterRing } from '../../api/testing/scenario.ts';
import { seedRing } from '../../api/testing/seed.ts';
import { seedEvidence } from '../../api/testing/seed-evidence.ts';
import { systemClock } from '../../base/clock.ts';
import { isAnelError } from '../../base/errors.ts';
import { openLog } from '../../base/log.ts';
import { exportFormats } from '../../scoring/rings/dossier/exports/registry.ts';
import { loadSettings } from '../cli/load-config.ts';
import { openStores } from '../open-stores.ts';
import { ringCommand } from './ring.ts';
import { ringsCommand } from './rings.ts';
import { type CommandEnd, runCommand } from './testing/run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'anel-ring-'));
const data = join(folder, 'data');

beforeAll(async () => {
  const { config } = loadSettings({ data }, {});
  const stores = await openStores(config, systemClock, openLog('silent'));
  await seedRing(stores, 20, gatherScatterRing);
  await seedEvidence(stores, 20, gatherScatterRing, []);
  await seedRing(stores, 40, cycleRing);
  await stores.close();
});

afterAll(() => rmSync(folder, { recursive: true }));

function ring(id: string, options: Readonly<Record<string, string | boolean>> = {}): Promise<CommandEnd> {
  return runCommand(ringCommand, { data, ...options }, { positionals: [id] });
}

async function codeOf(run: Promise<unknown>): Promise<string> {
  try {
    await run;
  } catch (error) {
    return isAnelError(error) ? error.code : String(error);
  }
  return 'none';
}

test('a ring is explained in plain words, in either language', async () => {
  const { code, lines } = await ring('ring-gather');
  expect([code, lines[0]]).toEqual([0, 'Ring ring-gather: gather-scatter, open']);
  expect((await ring('ring-gather', { language: 'pt' })).lines[0]).toBe(
    'Anel ring-gather: recolha e dispersão, aberto',
  );
});

test.each(Object.keys(exportFormats))('a file has what standard output has: %s', async (format) => {
  const out = join(folder, `ring.${format}`);
  const { lines } = await ring('ring-gather', { format });
  const written = await ring('ring-gather', { format, out });
  expect(written).toEqual({ code: 0, lines: [] });
  expect(readFileSync(out, 'utf8').replace(/\r?\n$/, '')).toBe(lines.join('\n'));
});

test('a picture is written to a file, the same on every run', async () => {
  expect(await codeOf(ring('ring-gather', { format: 'png' }))).toBe('USAGE');
  const [first, second] = [join(folder, 'first.png'), join(folder, 'second.png')];
  for (const out of [first, second]) expect((await ring('ring-gather', { format: 'png', out })).code).toBe(0);
  const bytes = readFileSync(first);
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(readFileSync(second).equals(bytes)).toBe(true);
});

test('--json prints one object', async () => {
  const { lines } = await ring('ring-gather', { json: true });
  const { ring: told, evidence } = JSON.parse(lines.join('\n'));
  expect([told.id, evidence.transfers.length]).toEqual(['ring-gather', 8]);
});

test('what is not there or not known is refused', async () => {
  expect(await codeOf(ring('ring-none'))).toBe('NOT_FOUND');
  expect(await codeOf(ring('ring-gather', { format: 'doc' }))).toBe('USAGE');
  expect(await codeOf(ring('ring-gather', { language: 'xx' }))).toBe('USAGE');
  expect(await codeOf(ring('ring-gather', { json: true, format: 'csv' }))).toBe('USAGE');
  expect(await codeOf(runCommand(ringCommand, { data }))).toBe('USAGE');
  expect(await codeOf(ring('ring-gather', { data: join(folder, 'none') }))).toBe('FILE_MISSING');
  expect(await codeOf(ring('ring-gather', { out: join(folder, 'none', 'x') }))).toBe('OUTPUT_UNWRITABLE');
});

test('rings are listed with the newest change first', async () => {
  const { lines } = await runCommand(ringsCommand, { data });
  expect(lines.map((line) => line.split(/\s{2,}/))).toEqual([
    ['id', 'status', 'typology', 'suspicion', 'members', 'transfers', 'USD', 'last change'],
    ['ring-cycle', 'OPEN', 'CYCLE', '0.97', '5', '5', '0.00', '2026-01-05T20:28:00.000Z'],
    ['ring-gather', 'OPEN', 'GATHER_SCATTER', '0.91', '8', '8', '45090.00', '2026-01-05T15:39:00.000Z'],
  ]);
});

test('as many rings are listed as were asked for', async () => {
  const { lines } = await runCommand(ringsCommand, { data, json: true, limit: '1' });
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    rings: [
      {
        id: 'ring-cycle',
        status: 'OPEN',
        typology: 'CYCLE',
        suspicion: 0.97,
        members: 5,
        transfers: 5,
        referenceUsd: '0.00',
        bornAt: '2026-01-05T19:20:00.000Z',
        lastAt: '2026-01-05T20:28:00.000Z',
        mergedInto: null,
      },
    ],
  });
  for (const limit of ['0', 'x', '10001'])
    expect(await codeOf(runCommand(ringsCommand, { data, limit }))).toBe('USAGE');
});

test('every page of a long list is read', async () => {
  const { lines } = await runCommand(ringsCommand, { data, json: true, set: ['ledger.pageMax=1'] });
  const { rings } = JSON.parse(lines[0] ?? '') as { rings: { id: string }[] };
  expect(rings.map(({ id }) => id)).toEqual(['ring-cycle', 'ring-gather']);
});
