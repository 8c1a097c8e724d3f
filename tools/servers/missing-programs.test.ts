import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { requirePrograms } from './missing-programs.ts';

it('names everything that is missing at once, and how to install it', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'anel-programs-'));
  vi.stubEnv('PATH', empty);
  vi.stubEnv('ANEL_SERVERS_CACHE', empty);
  try {
    expect(() => requirePrograms(['neo4j', 'kafka', 'redis'])).toThrow(
      'start neo4j, kafka, redis: this machine lacks Java 17 or newer, Maven, Redis; on Debian: apt-get install -y --no-install-recommends default-jdk-headless maven redis-server',
    );
    expect(() => requirePrograms([])).not.toThrow();
  } finally {
    vi.unstubAllEnvs();
    await rm(empty, { recursive: true, force: true });
  }
});
