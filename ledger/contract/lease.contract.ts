import { describe, expect, it } from 'vitest';
import { sampleBatch } from '../ledger.samples.ts';
import type { Ledger } from '../model.ts';
import type { LedgerFixture } from './ledger-fixture.contract.ts';

const longMs = 600_000;
/** Runs out while a test waits for it. */
const shortMs = 50;

/** Takes a lease that is about to run out: asks until it is given. */
async function takeWhenFree(ledger: Ledger, holder: string): Promise<number> {
  for (;;) {
    const epoch = await ledger.takeLease(holder, longMs);
    if (epoch !== null) return epoch;
  }
}

/** Cases about the one active scorer. */
export function leaseCases({ expectWhole, ledger, open, openOther, sql }: LedgerFixture): void {
  async function untilOver(): Promise<void> {
    const isOver = async () => (await sql('select ends_at < clock_timestamp() as over from lease'))[0]?.over;
    while (!(await isOver()));
  }

  describe('the lease', () => {
    it('is taken by one, refused to another one while it runs, and renewed by its holder', async () => {
      const standby = await open();
      expect(await ledger().takeLease('a', longMs)).toBe(1);
      expect(await standby.takeLease('b', longMs)).toBeNull();
      expect(await ledger().renewLease(longMs)).toBe(true);
      expect(await standby.renewLease(longMs)).toBe(false);
      await ledger().commit(sampleBatch(0, 2));
      await ledger().pruneJournal(1);
      expect(await standby.takeLease('b', longMs)).toBeNull();
    });

    it('that ran out goes to the next one, and the former one changes nothing any more', async () => {
      const standby = await open();
      await ledger().takeLease('a', shortMs);
      await ledger().commit(sampleBatch(0, 2));
      expect(await takeWhenFree(standby, 'b')).toBe(2);
      expect(await ledger().renewLease(longMs)).toBe(false);
      const before = await sql('select * from lease');
      await expect(ledger().commit(sampleBatch(2, 1))).rejects.toMatchObject({ code: 'SUPERSEDED' });
      await expect(ledger().commit(sampleBatch(0, 2))).rejects.toMatchObject({ code: 'SUPERSEDED' });
      const positions = [{ source: 'file:sample', position: 99 }];
      await expect(ledger().commit(sampleBatch(2, 0, { positions }))).rejects.toMatchObject({
        code: 'SUPERSEDED',
      });
      await expect(ledger().pruneJournal(2)).rejects.toMatchObject({ code: 'SUPERSEDED', retryable: false });
      await ledger().releaseLease();
      expect(await sql('select * from lease')).toEqual(before);
      expect(await standby.lastSeq()).toBe(2);
      expect(await standby.position('file:sample')).toBe(2);
      expect(await standby.journalStart()).toBe(1);
      await standby.commit(sampleBatch(2, 1));
      expect(await standby.renewLease(longMs)).toBe(true);
      await expectWhole();
    });

    it('that ran out can still be renewed while nobody took it', async () => {
      await ledger().takeLease('a', 1);
      await untilOver();
      expect(await ledger().renewLease(longMs)).toBe(true);
      expect(await (await open()).takeLease('b', longMs)).toBeNull();
    });

    it('goes at once to the same holder, which has started again', async () => {
      const restarted = await open();
      expect(await ledger().takeLease('a', longMs)).toBe(1);
      expect(await restarted.takeLease('a', longMs)).toBe(2);
      await expect(ledger().commit(sampleBatch(0, 1))).rejects.toMatchObject({ code: 'SUPERSEDED' });
      expect(await ledger().takeLease('a', longMs)).toBe(3);
      await ledger().commit(sampleBatch(0, 1));
    });

    it('that was given back goes to the next one at once, and is not renewed by the former one', async () => {
      const standby = await open();
      await standby.releaseLease();
      await ledger().takeLease('a', longMs);
      await ledger().releaseLease();
      expect(await ledger().renewLease(longMs)).toBe(false);
      expect(await standby.takeLease('b', longMs)).toBe(2);
      await expect(ledger().commit(sampleBatch(0, 1))).rejects.toMatchObject({ code: 'SUPERSEDED' });
    });

    it('gives eight that take it at once a rising epoch each, of which the last one counts', async () => {
      const takers = await Promise.all(Array.from({ length: 8 }, () => open({ poolMax: 1 })));
      const epochs = await Promise.all(takers.map((taker) => taker.takeLease('a', longMs)));
      expect([...epochs].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      const tried = await Promise.allSettled(takers.map((taker) => taker.commit(sampleBatch(0, 1))));
      const accepted = tried.map(({ status }) => status === 'fulfilled');
      expect(accepted).toEqual(epochs.map((epoch) => epoch === 8));
      await expectWhole();
    });

    it('goes to one of eight holders that ask for it at once', async () => {
      const takers = await Promise.all(Array.from({ length: 8 }, () => open({ poolMax: 1 })));
      const epochs = await Promise.all(takers.map((taker, place) => taker.takeLease(`h${place}`, longMs)));
      expect(epochs.filter((epoch) => epoch !== null)).toEqual([1]);
    });

    it('is renewed, and refused, while a commit takes its time', async () => {
      const standby = await open();
      const active = await open({ poolMax: 1 });
      await active.takeLease('a', longMs);
      await sql('begin');
      await sql('select from ledger_state for update');
      const commit = active.commit(sampleBatch(0, 1));
      expect(await active.renewLease(longMs)).toBe(true);
      expect(await standby.takeLease('b', longMs)).toBeNull();
      await sql('commit');
      await commit;
    });

    it('is renewed also while another one waits to take it', async () => {
      const standby = await open();
      await ledger().takeLease('a', 1);
      await untilOver();
      await sql('begin');
      await sql('select from ledger_state for update');
      const taken = standby.takeLease('b', longMs);
      const isWaiting = `select from pg_locks where not granted
        and pid in (select pid from pg_locks where relation = 'ledger_state'::regclass)`;
      while ((await sql(isWaiting)).length === 0);
      expect(await ledger().renewLease(longMs)).toBe(true);
      await sql('commit');
      expect(await taken).toBeNull();
      await ledger().commit(sampleBatch(0, 1));
    });

    it('does not concern who never took it: labels and tools', async () => {
      const tool = await open();
      await ledger().takeLease('a', longMs);
      await tool.commit(sampleBatch(0, 1));
      const standby = await open();
      await standby.takeLease('a', longMs);
      const label = { id: 'l1', subject: 'RING', subjectId: 'r1', value: 'FRAUD' } as const;
      await ledger().addLabel({ ...label, at: 1, seenAt: 2, author: 'ana' });
      expect((await tool.labels('RING', 'r1')).length).toBe(1);
    });
  });

  it('has an id of its own, which stays', async () => {
    const id = await ledger().ledgerId();
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    await ledger().commit(sampleBatch(0, 1));
    expect(await (await open()).ledgerId()).toBe(id);
    expect(await (await openOther()).ledgerId()).not.toBe(id);
  });
}
