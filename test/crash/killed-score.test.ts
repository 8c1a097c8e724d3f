import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { openService } from '../../app/open-service.ts';
import type { Summary } from '../../app/score/summary.ts';
import { verify } from '../../app/verify.ts';
import { systemClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { openLog } from '../../base/log.ts';
import { Random } from '../../base/random.ts';
import { writeSimulation } from '../../simulator/write.ts';
import { eventually } from '../cli/eventually.ts';
import { anelJson, type Running, startAnel } from '../cli/run-anel.ts';
import { temporaryFolder, testTimeoutMs, writeSettings } from '../cli/test-data.ts';
import { type EndState, endState } from './end-state.ts';

type Printed = Summary & { readonly deadLetterFile: string | null };

const transactions = 6000;
const kills = 9;
const seed = 20_260_105;
const folder = temporaryFolder();
const settings = { ingest: { batchMax: 128 }, graph: { checkpointEveryMs: 150 } };
const config = writeSettings(folder, 'settings', settings);
let file: string;
let undisturbed: EndState;
let summary: Printed;

function scoreArguments(data: string, decisions: string, configFile = config): string[] {
  return [
    'score',
    file,
    '--format',
    'jsonl',
    '--data',
    data,
    '--config',
    configFile,
    '--decisions',
    decisions,
  ];
}

function withoutLatency(path: string): unknown[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => ({ ...(JSON.parse(line) as object), latencyUs: 0 }));
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

/** Bytes that all decisions take when they are written. */
let decisionsBytes: number;

beforeAll(async () => {
  await writeSimulation({ accounts: 500, transactions, rings: 12, days: 20, seed: 77 }, 'jsonl', folder);
  const simulated = readFileSync(join(folder, 'transactions.jsonl'), 'utf8').split('\n');
  file = join(folder, 'input.jsonl');
  writeFileSync(file, withOddRecords(simulated).join('\n'));
  const data = join(folder, 'undisturbed');
  summary = await anelJson<Printed>(scoreArguments(data, join(folder, 'undisturbed.jsonl')));
  decisionsBytes = sizeOf(join(folder, 'undisturbed.jsonl'));
  undisturbed = await endState(data, settings, summary.source);
}, testTimeoutMs * 3);

/** Repeats, conflicts, reversals and broken lines among the transfers: all of it has to survive. */
function withOddRecords(lines: readonly string[]): string[] {
  return lines.flatMap((line, place) => {
    if (place % 400 === 7) return [line, line];
    if (place % 400 === 90) return [line, line.replace(/"amount":"[^"]*"/, '"amount":"1.23"')];
    if (place % 400 === 150) return [line, '{"id":"cut'];
    if (place % 400 === 210 && line !== '') {
      const { id, at } = JSON.parse(line) as { id: string; at: string };
      return [line, JSON.stringify({ kind: 'reversal', id: `undo-${id}`, at, reverses: id })];
    }
    return [line];
  });
}

/** Waits for a random moment of a run: while it opens its folder, or when it has written `share` of all decisions. */
async function randomMoment(
  running: Running,
  random: Random,
  data: string,
  partial: string,
  share: number,
): Promise<string> {
  const early = [join(data, 'lock'), join(data, 'ledger', 'cluster', 'postmaster.pid'), join(data, 'tmp')];
  const path = random.chance(0.3) ? random.pick(early) : partial;
  const bytes = path === partial ? Math.floor(share * decisionsBytes) : 0;
  await eventually(`${path} of ${bytes} bytes`, () =>
    !running.alive || (existsSync(path) && sizeOf(path) >= bytes) ? true : undefined,
  );
  const turns = random.below(4000);
  for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
  return `${path} at ${bytes} bytes and ${turns} turns`;
}

describe('anel score, killed at random moments', () => {
  test(
    `${kills} kills: the end is that of an undisturbed run`,
    async () => {
      const data = join(folder, 'killed');
      const decisions = join(folder, 'killed.jsonl');
      const random = new Random(seed);
      const moments: string[] = [];
      let recoveries = 0;
      onTestFailed(() => console.log(`seed ${seed}: killed when ${moments.join('; ')}`));
      for (let kill = 0; kill < kills; kill += 1) {
        const running = startAnel(scoreArguments(data, decisions));
        const share = (0.95 * (kill + random.next())) / kills;
        moments.push(await randomMoment(running, random, data, `${decisions}.partial`, share));
        expect(running.alive, `kill ${kill} came too late`).toBe(true);
        running.kill();
        const { signal, stderr } = await running.ended;
        expect(signal).toBe('SIGKILL');
        if (stderr.includes('decided what had been stored but not decided')) recoveries += 1;
        expect(existsSync(decisions)).toBe(false);
      }
      expect(recoveries, 'starts that found work to finish').toBeGreaterThan(0);
      const last = await anelJson<Printed>(scoreArguments(data, decisions));
      const {
        throughputPerSecond: _,
        peakMemoryMiB: __,
        latencyUs: ___,
        resumedFrom: ____,
        deadLetterFile: _____,
        ...expected
      } = summary;
      expect(last).toMatchObject(expected);
      expect(withoutLatency(decisions)).toEqual(withoutLatency(join(folder, 'undisturbed.jsonl')));
      expect(await anelJson(['verify', '--data', data, '--config', config])).toMatchObject({
        ok: true,
        problems: [],
      });
      expect(await endState(data, settings, last.source)).toEqual(undisturbed);
      expect(serversOf(data)).toEqual([]);
    },
    testTimeoutMs * 5,
  );
});

/** Processes of PostgreSQL whose command line names the folder. */
function serversOf(data: string): string[] {
  if (!existsSync('/proc')) return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const commands = pids.map((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  });
  return commands.filter((command) => command.includes(`${data}/ledger`));
}

describe('a graph store that lost its last moments', () => {
  const rarely = { ...settings, graph: { checkpointEveryMs: 3_600_000 } };

  // Shares that reach below what was on its way to the ledger at the kill.
  test.each([0.4, 0.8])(
    'the last %d of its log: the start puts back what the journal holds',
    async (share) => {
      const data = join(folder, `lost-${share}`);
      const decisions = join(folder, `lost-${share}.jsonl`);
      const running = startAnel(scoreArguments(data, decisions, writeSettings(folder, 'rarely', rarely)));
      await eventually('half of the decisions', () =>
        sizeOf(`${decisions}.partial`) > decisionsBytes / 2 ? true : undefined,
      );
      running.kill();
      await running.ended;
      const logs = readdirSync(join(data, 'graph'), { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.log'),
      );
      const log = join(data, 'graph', logs.sort().at(-1) ?? '');
      truncateSync(log, Math.floor(sizeOf(log) * (1 - share)));

      const opened = parseConfig({ ...rarely, data });
      const service = await openService(opened, systemClock, openLog('silent'));
      expect(service.recovered.restored).toBeGreaterThan(0);
      expect(await service.graph.lastSeq()).toBe(await service.ledger.lastSeq());
      const { checked, problems } = await verify(service, opened, () => {});
      expect(problems).toEqual([]);
      expect(checked.decisions).toBeGreaterThan(transactions / 4);
      await service.close();

      await anelJson(scoreArguments(data, decisions));
      expect(await endState(data, settings, summary.source)).toEqual(undisturbed);
    },
    testTimeoutMs * 2,
  );
});
