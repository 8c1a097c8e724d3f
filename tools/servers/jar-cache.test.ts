import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { eventually } from '../../test/cli/eventually.ts';
import { ensureJars, jarFolder } from './jar-cache.ts';

const jars = { name: 'thing-1.0', coordinates: ['org.example:thing:1.0'] };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anel-jars-'));
  vi.stubEnv('ANEL_SERVERS_CACHE', join(folder, 'cache'));
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** Stands in for Maven Central, which a test must not need: writes one jar into the asked folder, then does `end`. */
async function mavenThat(end: string): Promise<void> {
  const program = join(folder, 'mvn');
  const lines = [
    '#!/bin/sh',
    `echo called >> "${folder}/calls"`,
    'for one in "$@"; do case "$one" in -DoutputDirectory=*) to=$(echo "$one" | cut -d= -f2);; esac; done',
    'mkdir "$to" && echo jar > "$to/thing-1.0.jar"',
    end,
  ];
  await writeFile(program, lines.join('\n'));
  await chmod(program, 0o755);
}

it('downloads once, also for two at the same time', async () => {
  await mavenThat('exit 0');
  const options = { folder };
  const [one, other] = await Promise.all([ensureJars(jars, options), ensureJars(jars, options)]);
  expect([one, other]).toEqual([jarFolder(jars), jarFolder(jars)]);
  expect(await readdir(one)).toEqual(['thing-1.0.jar']);
  await mavenThat('exit 1');
  expect(await ensureJars(jars, options)).toBe(one);
});

it('does not take a download that broke for a whole one, and says what Maven said', async () => {
  await mavenThat('echo "no such host"; exit 1');
  await expect(ensureJars(jars, { folder })).rejects.toThrow(
    /^download thing-1\.0 from Maven Central with mvn: no such host/,
  );
  expect(await readdir(join(folder, 'cache'))).toEqual([]);
  await mavenThat('exit 0');
  expect(existsSync(await ensureJars(jars, { folder }))).toBe(true);
});

it('leaves nothing of a download that was called off', async () => {
  await mavenThat('exec sleep 60');
  const ending = new AbortController();
  const started = ensureJars(jars, { folder, signal: ending.signal });
  const refused = expect(started).rejects.toThrow('called off');
  await eventually('the download to begin', () => existsSync(join(folder, 'calls')) || undefined);
  ending.abort(new Error('called off'));
  await refused;
  expect(await readdir(join(folder, 'cache'))).toEqual([]);
});
