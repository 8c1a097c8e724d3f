import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { present } from '../base/assert.ts';
import { systemClock } from '../base/clock.ts';
import { parseConfig } from '../base/config.ts';
import { isAnelError } from '../base/errors.ts';
import { openLog } from '../base/log.ts';
import { Random } from '../base/random.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/start-embedded-postgres.ts';
import { sampleBatch } from './ledger.samples.ts';
import type { Ledger } from './model.ts';
import { openLedger } from './open-ledger.ts';
import { startChild } from './test-child.ts';
import { testTimeoutMs } from './test-database.ts';

const seed = 3;
const roundsMax = 4;
const log = openLog('silent');
const { ledger: config } = parseConfig({});

describe(`the ledger under SIGKILL (seed ${seed})`, { timeout: 5 * testTimeoutMs }, () => {
  let folder: string;
  let server: EmbeddedPostgres | null = null;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anel-crash-'));
  });
  afterEach(async () => {
    await server?.stop();
    server = null;
    await rm(folder, { recursive: true, force: true });
  }, testTimeoutMs);

  async function open(): Promise<Ledger> {
    server = await startEmbeddedPostgres({ folder, log, clock: systemClock, timeoutMs: testTimeoutMs });
    return openLedger({ connection: server.connection, config, log, clock: systemClock });
  }

  /** Waits for a server that is just starting again: until then its process id is 0, and a signal to 0 ends the tests themselves. */
  async function killServer(ledger: Ledger): Promise<void> {
    while (present(server, 'server').pid === 0) await ledger.lastSeq().catch(() => {});
    process.kill(present(server, 'server').pid, 'SIGKILL');
  }

  it('of its own process loses nothing that was acknowledged, and has every batch whole or not at all', async () => {
    const random = new Random(seed);
    let acknowledged = 0;
    for (let round = 0; round < roundsMax; round += 1) {
      const writer = startChild('writer', folder);
      const goal = acknowledged + 20 * random.between(1, 30);
      const reached = await writer.next(
        ({ committed, failed }) => failed !== undefined || (committed ?? 0) >= goal,
      );
      expect(reached?.failed).toBeUndefined();
      await writer.kill();
      acknowledged = Math.max(...writer.messages.map(({ committed }) => committed ?? 0));
    }
    const ledger = await open();
    const lastSeq = await ledger.lastSeq();
    expect(lastSeq).toBeGreaterThanOrEqual(acknowledged);
    expect(lastSeq % 20).toBe(0);
    const { checked, problems } = await ledger.verify();
    expect(problems).toEqual([]);
    expect(checked.decisions).toBe(lastSeq);
    await ledger.close();
  });

  it('of the server fails the commits behind a failed one with it, so that each can be retried in order', async () => {
    const ledger = await open();
    await ledger.commit(sampleBatch(0, 20));
    await killServer(ledger);
    const batches = [20, 40, 60].map((seq) => sampleBatch(seq, 20));
    const results = await Promise.allSettled(batches.map((batch) => ledger.commit(batch)));
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    }
    // A backend may outlive its server by a moment and still commit.
    const failed = results.findIndex(({ status }) => status === 'rejected');
    const from = failed === -1 ? results.length : failed;
    expect(results.slice(from).every(({ status }) => status === 'rejected')).toBe(true);
    for (const batch of batches.slice(from)) await commitUntilDone(ledger, batch, () => {});
    expect(await ledger.lastSeq()).toBe(80);
    expect((await ledger.verify()).problems).toEqual([]);
    await ledger.close();
  });

  it('of the server fails commits as retryable, and a retry of each goes on without loss or repetition', async () => {
    const random = new Random(seed);
    const ledger = await open();
    let kills = 0;
    let failures = 0;
    for (let seq = 0; seq < 400; seq += 20) {
      const batch = sampleBatch(seq, 20);
      const isKill = kills < roundsMax && random.chance(0.3);
      const committed = commitUntilDone(ledger, batch, () => {
        failures += 1;
      });
      if (isKill) {
        kills += 1;
        await killServer(ledger);
      }
      await committed;
    }
    expect({ kills, failed: failures > 0 }).toEqual({ kills: roundsMax, failed: true });
    const { checked, problems } = await ledger.verify();
    expect(problems).toEqual([]);
    expect(checked.decisions).toBe(400);
    await ledger.close();
  });
});

async function commitUntilDone(
  ledger: Ledger,
  batch: Parameters<Ledger['commit']>[0],
  onFailure: () => void,
): Promise<void> {
  for (;;) {
    try {
      return await ledger.commit(batch);
    } catch (error) {
      if (!isAnelError(error, 'LEDGER_UNAVAILABLE') || !error.retryable) throw error;
      onFailure();
      // As the engine does: without a pause the retries would starve what starts the server again.
      await pause(5);
    }
  }
}
