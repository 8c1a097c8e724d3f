import { describe, expect, it } from 'vitest';
import { sampleBatch, sampleDecision, sampleTransfer } from '../ledger.samples.ts';
import { collect, type LedgerFixture, walk } from './ledger-fixture.contract.ts';

/** Cases about reading decisions and the journal. */
export function decisionsCases({ expectWhole, ledger, openOther }: LedgerFixture): void {
  describe('decisions', () => {
    it('come in sequence order, in pages of the size that was asked for', async () => {
      await ledger().commit(sampleBatch(0, 7));
      const pages = await collect(ledger().decisionsAfter(2, 2));
      expect(pages.map((page) => page.map(({ seq }) => seq))).toEqual([[3, 4], [5, 6], [7]]);
    });

    it('are found by many ids at once', async () => {
      await ledger().commit(sampleBatch(0, 5));
      const found = await ledger().decisions(['t5', 't1', 'nobody', 't5']);
      expect([...found.keys()].sort()).toEqual(['t1', 't5']);
      expect(found.get('t5')).toEqual(sampleDecision(5));
    });

    it('of an account come newest first, once each, whichever end it is', async () => {
      const decisions = [1, 2, 3, 4, 5, 6].map((seq) => sampleDecision(seq));
      decisions[2] = sampleDecision(3, { from: 'b1/a1', to: 'b1/a1' });
      decisions[4] = sampleDecision(5, { from: 'other', to: 'b1/a1' });
      await ledger().commit(sampleBatch(0, 6, { decisions }));
      const seqs = async (limit: number) =>
        (await walk(limit, (page) => ledger().decisionsOfAccount('b1/a1', page))).map(({ seq }) => seq);
      expect(await seqs(100)).toEqual([5, 3, 1]);
      expect(await seqs(1)).toEqual([5, 3, 1]);
    });

    it('have a digest that depends on all of them, but on no latency and no batch border', async () => {
      await ledger().commit(sampleBatch(0, 4));
      const whole = await ledger().decisionsDigest();
      const parts = await openOther({ pageMax: 3 });
      await parts.commit(sampleBatch(0, 1, { decisions: [sampleDecision(1, { latencyUs: 99 })] }));
      await parts.commit(sampleBatch(1, 2));
      const three = await parts.decisionsDigest();
      await parts.commit(sampleBatch(3, 1));
      expect(three).not.toBe(whole);
      expect(await parts.decisionsDigest()).toBe(whole);
    });
  });

  describe('the journal', () => {
    it('gives back the events in sequence order, in pages of the size that was asked for', async () => {
      await ledger().commit(sampleBatch(0, 3));
      await ledger().commit(sampleBatch(3, 4));
      expect(await ledger().journalStart()).toBe(1);
      const pages = await collect(ledger().journalAfter(1, 4));
      expect(pages.map((page) => page.map(({ seq }) => seq))).toEqual([
        [2, 3, 4, 5],
        [6, 7],
      ]);
      expect(pages[0]?.[0]).toEqual(sampleTransfer(2));
      expect(await collect(ledger().journalAfter(7, 4))).toEqual([]);
    });

    it('forgets what was pruned, to the exact number, and stays whole', async () => {
      await ledger().commit(sampleBatch(0, 3));
      await ledger().commit(sampleBatch(3, 4));
      await ledger().pruneJournal(5);
      expect(await ledger().journalStart()).toBe(6);
      expect((await collect(ledger().journalAfter(0, 10))).flat().map(({ seq }) => seq)).toEqual([6, 7]);
      await ledger().pruneJournal(2);
      expect(await ledger().journalStart()).toBe(6);
      await expectWhole();
      await ledger().pruneJournal(7);
      expect(await ledger().journalStart()).toBeNull();
      await ledger().commit(sampleBatch(7, 1));
      expect(await ledger().journalStart()).toBe(8);
      await expectWhole();
    });

    it('keeps what a label says of its end and its pattern', async () => {
      const label = {
        kind: 'label',
        id: 'v1',
        at: 1,
        seenAt: 2,
        account: { account: 'a' },
        verdict: 'legitimate',
        until: 9,
        pattern: 'payroll',
      } as const;
      const events = [{ seq: 1, event: label }];
      await ledger().commit(sampleBatch(0, 1, { events, decisions: [] }));
      expect((await collect(ledger().journalAfter(0, 10))).flat()).toEqual(events);
    });

    it('keeps text that no column could hold', async () => {
      const { seq, event } = sampleTransfer(1);
      const events = [{ seq, event: { ...event, channel: 'a\0b' } }];
      await ledger().commit(sampleBatch(0, 1, { events }));
      expect((await collect(ledger().journalAfter(0, 10))).flat()).toEqual(events);
    });
  });
}
