import { describe, expect, it } from 'vitest';
import { present } from '../../base/assert.ts';
import { sampleBatch } from '../ledger.samples.ts';
import { startChild, type TestChild } from '../test-child.ts';
import type { LedgerFixture } from './ledger-fixture.contract.ts';

/** Whether somebody is inside of a transaction that holds the state, and whether the server waits for the next statement. */
const holderStatement = `select state = 'idle in transaction' as waits from pg_stat_activity
  where pid in (select pid from pg_locks where relation = 'ledger_state'::regclass and mode = 'RowShareLock')
    and pid <> pg_backend_pid()`;

/** Cases about a scorer that is stopped and goes on after another one took over. */
export function zombieCases({ connection, expectWhole, ledger, open, sql }: LedgerFixture): void {
  /** Stops the child inside of a commit, when it holds the lock that every writer needs. */
  async function stopInsideOfCommit(child: TestChild): Promise<void> {
    const pid = present(child.process.pid, 'the process');
    for (;;) {
      process.kill(pid, 'SIGSTOP');
      for (;;) {
        const [holder] = await sql(holderStatement);
        if (holder?.waits === true) return;
        if (holder === undefined) break;
      }
      const next = child.next(({ committed }) => committed !== undefined);
      process.kill(pid, 'SIGCONT');
      expect(await next).not.toBeNull();
    }
  }

  describe('a scorer that is stopped inside of a commit', () => {
    it('does not keep another one from taking over, and changes nothing when it goes on', async () => {
      const child = startChild('scorer', JSON.stringify(connection()));
      try {
        expect(
          await child.next(({ committed, failed }) => (committed ?? failed) !== undefined),
        ).toMatchObject({
          committed: 20,
        });
        await stopInsideOfCommit(child);
        const standby = await open();
        let epoch = await standby.takeLease('standby', 600_000);
        while (epoch === null) epoch = await standby.takeLease('standby', 600_000);
        expect(epoch).toBe(2);
        const lastSeq = await standby.lastSeq();
        await standby.commit(sampleBatch(lastSeq, 7));
        child.process.kill('SIGCONT');
        expect(await child.next(({ failed }) => failed !== undefined)).toMatchObject({
          failed: 'SUPERSEDED',
        });
        expect(await ledger().lastSeq()).toBe(lastSeq + 7);
        await expectWhole();
      } finally {
        await child.kill();
      }
    });
  });
}
