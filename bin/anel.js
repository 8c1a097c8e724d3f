#!/usr/bin/env node
// Starts Anel from dist/. In a clone, where the sources stand beside it, dist/ is built first when it is missing or older.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const project = join(root, 'tsconfig.build.json');
const stamp = join(root, 'dist', '.built');
const sources = [
  'base',
  'cypher',
  'graph',
  'algorithms',
  'scoring',
  'ledger',
  'api',
  'ingest',
  'app',
  'jobs',
  'simulator',
  'bench',
  'tools/servers',
];

function newest(path) {
  let latest = 0;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) latest = Math.max(latest, newest(inner));
    else if (entry.name.endsWith('.ts')) latest = Math.max(latest, statSync(inner).mtimeMs);
  }
  return latest;
}

function isStale() {
  if (!existsSync(stamp)) return true;
  const builtMs = statSync(stamp).mtimeMs;
  return sources.some((name) => existsSync(join(root, name)) && newest(join(root, name)) > builtMs);
}

function build() {
  process.stderr.write('anel: building (once after each change)\n');
  const compiler = join(
    dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
    'bin',
    'tsc',
  );
  const result = spawnSync(process.execPath, [compiler, '-p', project], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (result.status !== 0) process.exit(1);
  writeFileSync(stamp, '');
}

if (existsSync(project) && isStale()) build();
await import('../dist/app/main.js');
