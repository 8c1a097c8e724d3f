/**
 * A process for the tests to kill: `server FOLDER` starts the embedded PostgreSQL and waits, `writer FOLDER` commits
 * batch after batch, `scorer CONNECTION` (JSON of pg) takes the lease on a server that is there and commits, until another one
 * takes it. Prints one JSON object a line. Ends when its standard input does.
 */
import { systemClock } from '../base/clock.ts';
import { parseConfig } from '../base/config.ts';
import { isAnelError, messageOf } from '../base/errors.ts';
import { openLog } from '../base/log.ts';
import { startEmbeddedPostgres } from './embedded/start-embedded-postgres.ts';
import { sampleBatch } from './ledger.samples.ts';
import { openLedger } from './open-ledger.ts';

const [mode = '', target = ''] = process.argv.slice(2);
const batchSize = 20;
const leaseMs = 300;
const log = openLog('silent');
const print = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);

async function score(): Promise<never> {
  const config = parseConfig({ ledger: { leaseMs, leaseRenewEveryMs: leaseMs / 3 } }).ledger;
  const connection = JSON.parse(target);
  const ledger = await openLedger({ connection, config, log, clock: systemClock });
  await ledger.takeLease('scorer', leaseMs);
  for (;;) {
    // Its transaction is ended by the server when it is stopped inside of one: that is retried like any lost connection.
    const seq = await ledger.lastSeq();
    await ledger.commit(sampleBatch(seq, batchSize)).then(
      () => print({ committed: seq + batchSize }),
      (error: unknown) => {
        if (!isAnelError(error) || !error.retryable) throw error;
      },
    );
  }
}

async function run(): Promise<void> {
  if (mode === 'scorer') await score();
  const server = await startEmbeddedPostgres({ folder: target, log, clock: systemClock, timeoutMs: 60_000 });
  print({ up: server.pid, uid: process.geteuid?.() });
  process.stdin.resume().once('end', () => {
    void server.stop().then(() => process.exit(0));
  });
  if (mode !== 'writer') return;
  const { connection } = server;
  const ledger = await openLedger({ connection, config: parseConfig({}).ledger, log, clock: systemClock });
  for (let seq = await ledger.lastSeq(); ; seq += batchSize) {
    await ledger.commit(sampleBatch(seq, batchSize));
    print({ committed: seq + batchSize });
  }
}

run().catch((error: unknown) => {
  print({ failed: isAnelError(error) ? error.code : messageOf(error), message: messageOf(error) });
  process.exit(1);
});
