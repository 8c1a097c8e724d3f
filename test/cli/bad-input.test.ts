import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { packagePath } from '../../base/package-root.ts';
import { writeSimulation } from '../../simulator/write.ts';
import { anelJson, type Ended, runAnel, startAnel } from './run-anel.ts';
import { temporaryFolder, testTimeoutMs, writeSettings } from './test-data.ts';

const folder = temporaryFolder();
const inside = (...parts: string[]) => join(folder, ...parts);
const file = inside('transactions.jsonl');
/** A data folder that was used and left cleanly. */
const used = inside('used');
const shippedModel = packagePath('scoring', 'models', 'onnx', 'champion');

beforeAll(async () => {
  await writeSimulation({ accounts: 100, transactions: 120, rings: 0, days: 3, seed: 3 }, 'jsonl', folder);
  await anelJson(['score', file, '--format', 'jsonl', '--data', used, '--limit', '100']);
}, testTimeoutMs);

interface BadInput {
  readonly name: string;
  readonly args: readonly string[];
  readonly code: string;
  readonly exit: 1 | 2;
  /** What the line must say: what was wrong, and what to do. */
  readonly says: RegExp;
  readonly environment?: Readonly<Record<string, string>>;
}

/** One line with its code and its exit code, and nothing else on either stream. */
function expectOneLine(
  { code, stdout, stderr }: Ended,
  expected: Pick<BadInput, 'code' | 'exit' | 'says'>,
): void {
  const lines = stderr.split('\n');
  expect(stderr).toMatch(/^anel: [A-Z_]+: \S.*\n$/);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(expected.says);
  expect({ code: /^anel: (\w+)/.exec(stderr)?.[1], exit: code, stdout }).toEqual({
    code: expected.code,
    exit: expected.exit,
    stdout: '',
  });
}

/** Every file below the folder, but for the insides of the stores. */
function filesNow(): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return all.filter((path) => !/(^|\/)(ledger|graph)\//.test(path)).sort();
}

async function expectRefused(expected: BadInput): Promise<void> {
  const before = filesNow();
  expectOneLine(await runAnel([...expected.args, '--log-level', 'silent'], expected.environment), expected);
  expect(filesNow()).toEqual(before);
}

describe('refused before anything is opened', () => {
  const fresh = ['--data', inside('fresh')];
  const score = (path: string, ...more: string[]) => ['score', path, '--format', 'jsonl', ...fresh, ...more];
  writeFileSync(inside('text.csv'), 'a,b,c\n1,2,3\n');
  writeFileSync(inside('settings-broken.yaml'), 'data: [unclosed\n');
  writeFileSync(inside('settings-list.yaml'), '- 1\n');
  const unknownKey = writeSettings(folder, 'unknown-key', { ingest: { batchMaximum: 5 } });
  const badValue = writeSettings(folder, 'bad-value', { ingest: { batchMax: 0 } });
  const used2 = { code: 'USAGE', exit: 2 } as const;
  const config = { code: 'CONFIG_INVALID', exit: 2 } as const;

  const table: readonly BadInput[] = [
    { name: 'an unknown command', args: ['scroe'], ...used2, says: /"scroe".*anel --help/ },
    { name: 'an unknown option', args: score(file, '--fast'), ...used2, says: /--fast.*anel score --help/ },
    {
      name: 'an option without its value',
      args: score(file, '--limit'),
      ...used2,
      says: /--limit.*anel score --help/,
    },
    {
      name: 'no file',
      args: ['score', '--format', 'jsonl', ...fresh],
      ...used2,
      says: /expected one file, got 0; see --help/,
    },
    { name: 'two files', args: score(file, file), ...used2, says: /expected one file, got 2/ },
    { name: 'no format', args: ['score', file, ...fresh], ...used2, says: /--format is missing/ },
    {
      name: 'an argument where none belongs',
      args: ['verify', 'all', ...fresh],
      ...used2,
      says: /"all".*anel verify --help/,
    },
    {
      name: 'a role that is not there',
      args: ['serve', '--role', 'scorer', ...fresh],
      ...used2,
      says: /"scorer": expected all or api/,
    },
    {
      name: 'a limit that is no number',
      args: score(file, '--limit', 'ten'),
      ...used2,
      says: /--limit is "ten": expected a whole number/,
    },
    { name: 'a negative limit', args: score(file, '--limit=-1'), ...used2, says: /--limit is "-1"/ },
    {
      name: 'a seed that is no number',
      args: ['demo', '--exit', '--seed', '1.5', ...fresh],
      ...used2,
      says: /--seed is "1.5"/,
    },
    {
      name: 'a ratio that is no number',
      args: ['demo', '--exit', '--look-alikes', 'many', ...fresh],
      ...used2,
      says: /--look-alikes is "many"/,
    },
    {
      name: 'a port that is no number',
      args: ['serve', '--port', 'http', ...fresh],
      ...config,
      says: /api\.port.*"http".*flag --port.*a whole number/,
    },
    {
      name: 'a port that no machine has',
      args: ['serve', '--port', '70000', ...fresh],
      ...config,
      says: /api\.port.*docs\/configuration\.md/,
    },
    {
      name: 'a log level that is not there',
      args: ['rules', 'test', '--log-level', 'loud'],
      ...config,
      says: /log\.level/,
    },
    {
      name: 'rings that do not fit',
      args: ['demo', '--exit', '--rings', '900', ...fresh],
      code: 'INPUT_INVALID',
      exit: 2,
      says: /900.*fewer rings/,
    },
    {
      name: 'an unknown format',
      args: ['score', file, '--format', 'xml', ...fresh],
      code: 'FORMAT_UNKNOWN',
      exit: 2,
      says: /"xml".*jsonl, amlworld/,
    },
    {
      name: 'an unknown format to write',
      args: ['simulate', '--format', 'xml', '--out', inside('sim')],
      code: 'FORMAT_UNKNOWN',
      exit: 2,
      says: /"xml"/,
    },
    {
      name: 'a share of accounts that is none',
      args: ['simulate', '--activities', '2', '--out', inside('sim')],
      code: 'USAGE',
      exit: 2,
      says: /--activities is "2"/,
    },
    {
      name: 'a delay of labels that is none',
      args: ['simulate', '--labels', '0.5', '--label-delay-days', 'soon', '--out', inside('sim')],
      code: 'USAGE',
      exit: 2,
      says: /--label-delay-days is "soon"/,
    },
    {
      name: 'activities in a format without a place for them',
      args: ['simulate', '--activities', '1', '--format', 'paysim', '--out', inside('sim')],
      code: 'INPUT_INVALID',
      exit: 2,
      says: /"paysim"; use "jsonl"/,
    },
    {
      name: 'a missing file',
      args: score(inside('nowhere.jsonl')),
      code: 'FILE_MISSING',
      exit: 2,
      says: /nowhere\.jsonl/,
    },
    {
      name: 'a directory as file',
      args: score(folder),
      code: 'FILE_UNREADABLE',
      exit: 2,
      says: /is a directory: name a file in it/,
    },
    {
      name: 'a device as file',
      args: score('/dev/null'),
      code: 'FILE_UNREADABLE',
      exit: 2,
      says: /not a regular file/,
    },
    {
      name: 'a missing configuration',
      args: score(file, '--config', inside('nowhere.yaml')),
      code: 'FILE_MISSING',
      exit: 2,
      says: /nowhere\.yaml/,
    },
    {
      name: 'a configuration that is no YAML',
      args: score(file, '--config', inside('settings-broken.yaml')),
      ...config,
      says: /settings-broken\.yaml/,
    },
    {
      name: 'a configuration that is a list',
      args: score(file, '--config', inside('settings-list.yaml')),
      ...config,
      says: /docs\/configuration\.md/,
    },
    {
      name: 'an unknown key',
      args: score(file, '--config', unknownKey),
      ...config,
      says: /"ingest\.batchMaximum" is not known: did you mean "ingest\.batchMax"/,
    },
    {
      name: 'a value out of range',
      args: score(file, '--config', badValue),
      ...config,
      says: /ingest\.batchMax/,
    },
    {
      name: 'an unknown variable of the environment',
      args: score(file),
      environment: { ANEL_DATE: '.anel' },
      ...config,
      says: /"ANEL_DATE" is not known: did you mean "ANEL_DATA"/,
    },
    {
      name: 'an unknown key to set',
      args: score(file, '--set', 'ingest.batch=1'),
      ...config,
      says: /--set "ingest\.batch" is not known: did you mean "ingest\.batchMax"/,
    },
    {
      name: 'a data folder below a file',
      args: ['serve', '--port', '0', '--data', join(file, 'data')],
      code: 'DATA_FOLDER_UNWRITABLE',
      exit: 1,
      says: /--data or ANEL_DATA/,
    },
    {
      name: 'verify of a data folder that is not there',
      args: ['verify', '--data', inside('nowhere')],
      code: 'FILE_MISSING',
      exit: 2,
      says: /nowhere.*no such folder.*--data/,
    },
    {
      name: 'a data folder that is a file',
      args: ['verify'],
      environment: { ANEL_DATA: file },
      code: 'DATA_FOLDER_UNWRITABLE',
      exit: 1,
      says: /--data or ANEL_DATA/,
    },
    {
      name: 'a feature table that is no CSV',
      args: ['features', file, '--format', 'jsonl', '--out', inside('out.parquet')],
      code: 'USAGE',
      exit: 2,
      says: /--out.*only \.csv is written so far/,
    },
    {
      name: 'a table below a file',
      args: ['features', file, '--format', 'jsonl', '--out', join(file, 'out.csv')],
      code: 'OUTPUT_UNWRITABLE',
      exit: 2,
      says: /choose another file/,
    },
    {
      name: 'features of a wrong header',
      args: ['features', inside('text.csv'), '--format', 'amlworld', '--out', inside('out.csv')],
      code: 'FILE_HEADER_INVALID',
      exit: 2,
      says: /./,
    },
    {
      name: 'a simulation below a file',
      args: ['simulate', '--out', join(file, 'sim')],
      code: 'OUTPUT_UNWRITABLE',
      exit: 2,
      says: /choose another/,
    },
  ];
  test.concurrent.each(table)('$name', async (expected) => {
    expectOneLine(await runAnel(expected.args, expected.environment), expected);
  });

  test('and nothing was made', () => {
    for (const name of ['fresh', 'sim', 'out.csv', 'out.csv.partial'])
      expect(existsSync(inside(name)), name).toBe(false);
  });
});

describe('refused on a data folder, which stays as it was', () => {
  const score = (path: string, ...more: string[]) => [
    'score',
    path,
    '--format',
    'jsonl',
    '--data',
    used,
    ...more,
  ];
  const decisions = inside('decisions.jsonl');

  test('a file that is not text', async () => {
    const path = inside('binary.jsonl');
    writeFileSync(path, Buffer.from(Array.from({ length: 4096 }, (_, place) => (place * 37) % 256)));
    await expectRefused({
      name: '',
      args: score(path, '--decisions', decisions),
      code: 'FILE_NOT_TEXT',
      exit: 2,
      says: /binary\.jsonl/,
    });
  });

  test('a file with the header of another format', async () => {
    const args = [
      'score',
      inside('text.csv'),
      '--format',
      'paysim',
      '--data',
      used,
      '--decisions',
      decisions,
    ];
    await expectRefused({ name: '', args, code: 'FILE_HEADER_INVALID', exit: 2, says: /step/ });
  });

  test('decisions below a file', async () => {
    const args = score(file, '--decisions', join(file, 'decisions.jsonl'));
    await expectRefused({ name: '', args, code: 'OUTPUT_UNWRITABLE', exit: 2, says: /choose another file/ });
  });

  test('decisions onto a full disk', async () => {
    const link = `${decisions}.partial`;
    symlinkSync('/dev/full', link);
    const ended = await runAnel([...score(file, '--decisions', decisions), '--log-level', 'silent']);
    expectOneLine(ended, { code: 'OUTPUT_UNWRITABLE', exit: 2, says: /no space left.*choose another file/i });
    expect([existsSync(link), existsSync(decisions)]).toEqual([false, false]);
  });

  test('a model that is not there', async () => {
    const config = writeSettings(folder, 'no-model', { scoring: { model: inside('no-model') } });
    await expectRefused({
      name: '',
      args: score(file, '--config', config),
      code: 'MODEL_MISSING',
      exit: 1,
      says: /manifest\.json.*scoring\.model/,
    });
  });

  test('a model with other features', async () => {
    const model = inside('other-model');
    cpSync(shippedModel, model, { recursive: true });
    const manifest = JSON.parse(readFileSync(join(model, 'manifest.json'), 'utf8')) as { features: string[] };
    manifest.features.reverse();
    writeFileSync(join(model, 'manifest.json'), JSON.stringify(manifest));
    const config = writeSettings(folder, 'other-model', { scoring: { model } });
    await expectRefused({
      name: '',
      args: score(file, '--config', config),
      code: 'MODEL_MISMATCH',
      exit: 1,
      says: /feature 1 is .* in the model and .*scoring\.model/,
    });
  });

  test('a rule that names an unknown feature', async () => {
    const rules = inside('rules');
    mkdirSync(rules);
    const shipped = packagePath('scoring', 'rules', 'catalogue', 'closed-cycle.yaml');
    writeFileSync(
      join(rules, 'bad.yaml'),
      readFileSync(shipped, 'utf8').replaceAll('cycle_shortest_7d', 'cycle_shortest_9d'),
    );
    const config = writeSettings(folder, 'bad-rules', { scoring: { rules } });
    await expectRefused({
      name: '',
      args: score(file, '--config', config),
      code: 'RULE_INVALID',
      exit: 2,
      says: /bad\.yaml.*cycle_shortest_9d/,
    });
    await expectRefused({
      name: '',
      args: ['rules', 'test', '--config', config],
      code: 'RULE_INVALID',
      exit: 2,
      says: /bad\.yaml/,
    });
  });

  test('a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const args = ['serve', '--data', used, '--port', String(port)];
    await expectRefused({
      name: '',
      args,
      code: 'PORT_TAKEN',
      exit: 1,
      says: new RegExp(`${port}.*choose another port`),
    });
    taken.close();
  });

  test('a data folder that another process uses', async () => {
    const running = startAnel(['serve', '--data', used, '--port', '0']);
    await running.line((line) => line.startsWith('listening on'));
    const before = filesNow();
    for (const args of [score(file), ['verify', '--data', used], ['serve', '--data', used, '--port', '0']]) {
      const expected = {
        code: 'DATA_FOLDER_IN_USE',
        exit: 1,
        says: new RegExp(`process ${running.pid} .*--data`),
      } as const;
      expectOneLine(await runAnel(args), expected);
    }
    expect(filesNow()).toEqual(before);
    running.interrupt();
    expect(await running.ended).toMatchObject({ code: 0 });
  });

  test('after all of this the folder is whole, and free', async () => {
    expect(await anelJson(['verify', '--data', used])).toMatchObject({ ok: true });
    expect(existsSync(join(used, 'lock'))).toBe(false);
    expect(existsSync(decisions)).toBe(false);
  });
});

describe('a damaged data folder', () => {
  const copy = (name: string) => {
    const path = inside(name);
    execFileSync('cp', ['-a', used, path]); // keeps the owner of the cluster
    return path;
  };
  const expectDamage = async (data: string, code: string, says: RegExp) => {
    const before = readdirSync(data).sort();
    for (const args of [['score', file, '--format', 'jsonl'], ['verify']]) {
      await expectRefused({ name: '', args: [...args, '--data', data], code, exit: 1, says });
    }
    expect(readdirSync(data).sort()).toEqual(before);
  };

  test('a graph store that is not one', async () => {
    const data = copy('graph-damage');
    writeFileSync(join(data, 'graph', 'graph.grafeo'), 'this is no database');
    await expectDamage(data, 'GRAPH_STORE_CORRUPT', /backup/);
  });

  test('a ledger without its control file', async () => {
    const data = copy('ledger-damage');
    truncateSync(join(data, 'ledger', 'cluster', 'global', 'pg_control'), 10);
    await expectDamage(data, 'EMBEDDED_POSTGRES_FAILED', /pg_control.*backup/);
  });

  test('a ledger whose cluster is empty', async () => {
    const data = copy('ledger-empty');
    rmSync(join(data, 'ledger', 'cluster'), { recursive: true });
    mkdirSync(join(data, 'ledger', 'cluster'));
    await expectDamage(data, 'EMBEDDED_POSTGRES_FAILED', /PG_VERSION.*backup/);
  });

  test('a graph that was lost while the ledger stayed', async () => {
    const data = copy('graph-lost');
    rmSync(join(data, 'graph'), { recursive: true });
    const args = ['score', file, '--format', 'jsonl', '--data', data, '--log-level', 'silent'];
    expectOneLine(await runAnel(args), { code: 'GRAPH_BEHIND_LEDGER', exit: 1, says: /one backup/ });
    const { code, stdout } = await runAnel(['verify', '--data', data, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([expect.objectContaining({ kind: 'SEQUENCE' })]),
    });
  });
});

test('the exit codes of what is asked for help', async () => {
  for (const args of [['--help'], ['--version'], ['score', '--help']]) {
    const { code, stdout, stderr } = await runAnel(args);
    expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: '' });
    expect(stdout.length).toBeGreaterThan(3);
  }
});
