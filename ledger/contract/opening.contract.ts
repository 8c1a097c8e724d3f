import { describe, expect, it } from 'vitest';
import { noEvidence } from '../../scoring/rings/fold.ts';
import { sampleBatch } from '../ledger.samples.ts';
import { collect, firstPage, type LedgerFixture } from './ledger-fixture.contract.ts';

/** Cases about opening, limits and verification. */
export function openingCases({ expectWhole, ledger, open }: LedgerFixture): void {
  describe('a new ledger', () => {
    it('is empty and whole', async () => {
      expect(await ledger().lastSeq()).toBe(0);
      expect(await ledger().position('file:sample')).toBe(0);
      expect(await ledger().journalStart()).toBeNull();
      expect(await collect(ledger().journalAfter(0, 10))).toEqual([]);
      expect(await collect(ledger().decisionsAfter(0, 10))).toEqual([]);
      for (const after of [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]) {
        const nothing = { rings: [], evidence: new Map(), alerts: [] };
        expect(await ledger().openState(after, after)).toEqual(nothing);
      }
      expect(await ledger().counts()).toEqual({
        decisions: 0,
        allow: 0,
        review: 0,
        reject: 0,
        alerts: 0,
        rings: 0,
        deadLetters: 0,
        lastSeq: 0,
      });
      const { checked, problems } = await ledger().verify();
      expect({ checked, problems }).toEqual({
        checked: { decisions: 0, ringEvents: 0, alertEvents: 0, auditEntries: 0 },
        problems: [],
      });
    });

    it('answers null, nothing or an empty page for what does not exist', async () => {
      expect(await ledger().decision('t1')).toBeNull();
      expect((await ledger().decisions(['t1', 't2'])).size).toBe(0);
      expect((await ledger().decisions([])).size).toBe(0);
      expect(await ledger().ring('r1')).toBeNull();
      expect(await ledger().alert('k1')).toBeNull();
      expect(await ledger().ringEvents('r1')).toEqual([]);
      expect((await ledger().ringEventPage('r1', firstPage)).items).toEqual([]);
      expect(await ledger().ringEvidence([])).toEqual(new Map());
      expect(await ledger().ringEvidence(['r1'])).toEqual(new Map([['r1', noEvidence]]));
      expect(await ledger().labels('RING', 'r1')).toEqual([]);
      expect((await ledger().rings(firstPage)).items).toEqual([]);
      expect((await ledger().alerts(firstPage)).items).toEqual([]);
      expect((await ledger().alertTransactions('k1', firstPage)).items).toEqual([]);
      expect((await ledger().deadLetters('file:sample', firstPage)).hasNext).toBe(false);
    });
  });

  describe('after opening again', () => {
    it('goes on where it stopped', async () => {
      await ledger().commit(sampleBatch(0, 3));
      const again = await open();
      expect(await again.lastSeq()).toBe(3);
      await again.commit(sampleBatch(3, 2));
      expect((await again.counts()).decisions).toBe(5);
      await expectWhole();
    });
  });

  describe('limits and mistakes', () => {
    it('refuses a cursor of another list and what is no cursor', async () => {
      await ledger().commit(sampleBatch(0, 3));
      const { items } = await ledger().decisionsOfAccount('b1/a1', firstPage);
      const cursor = items[0]?.cursor ?? '';
      await expect(ledger().rings({ cursor, limit: 1 })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
      await expect(ledger().alerts({ cursor: 'nonsense', limit: 1 })).rejects.toMatchObject({
        code: 'INPUT_INVALID',
      });
    });

    it('asserts the limits of pages and reads', async () => {
      const small = await open({ pageMax: 2, readMax: 2 });
      expect(() => small.rings({ cursor: null, limit: 3 })).toThrow('page limit 3');
      expect(() => small.rings({ cursor: null, limit: 0 })).toThrow('page limit 0');
      expect(() => small.decisions(['a', 'b', 'c'])).toThrow('3 ids');
      expect(() => small.ringEvidence(['a', 'b', 'c'])).toThrow('3 ids');
      expect(() => small.ringEventPage('a', { cursor: null, limit: 3 })).toThrow('page limit 3');
      expect(() => small.outbox(3)).toThrow('page limit 3');
    });
  });

  it('reports progress while it verifies', async () => {
    await ledger().commit(sampleBatch(0, 2));
    await ledger().commit(sampleBatch(2, 2));
    const seen: string[] = [];
    const { checked } = await ledger().verify((done, total) => seen.push(`${done}/${total}`));
    expect(seen.at(-1)).toBe('2/2');
    expect(checked).toEqual({ decisions: 4, ringEvents: 0, alertEvents: 0, auditEntries: 2 });
  });
}
