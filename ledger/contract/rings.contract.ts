import { describe, expect, it } from 'vitest';
import { sampleAlertEvent, sampleAt, sampleBatch, sampleMember, sampleRingEvent } from '../ledger.samples.ts';
import { type LedgerFixture, walk } from './ledger-fixture.contract.ts';

/** Cases about rings and alerts. */
export function ringsCases({ expectWhole, ledger, open, sql }: LedgerFixture): void {
  describe('rings', () => {
    const born = (id: string, seq: number, accounts: readonly string[], ordinal = 0) =>
      sampleRingEvent('BORN', id, seq, {
        ordinal,
        joined: accounts.map((account) => sampleMember(account, seq)),
      });

    it('are the fold of their events, within one batch and across batches', async () => {
      const grew = sampleRingEvent('GREW', 'r1', 2, {
        suspicion: 0.9,
        joined: [sampleMember('c', 2, 'MULE')],
      });
      await ledger().commit(sampleBatch(0, 2, { ringEvents: [born('r1', 1, ['b', 'a']), grew] }));
      const shrank = sampleRingEvent('SHRANK', 'r1', 3, { left: ['b'], transfersAdded: 0 });
      const back = sampleRingEvent('GREW', 'r1', 4, { typology: 'CYCLE', joined: [sampleMember('b', 4)] });
      await ledger().commit(sampleBatch(2, 2, { ringEvents: [shrank, back] }));
      const ring = await ledger().ring('r1');
      expect(ring?.members).toEqual([
        sampleMember('a', 1),
        sampleMember('c', 2, 'MULE'),
        sampleMember('b', 4),
      ]);
      expect(ring).toMatchObject({
        status: 'OPEN',
        typology: 'CYCLE',
        suspicion: 0.5,
        transferCount: 3,
        bornSeq: 1,
        lastSeq: 4,
      });
      expect(await ledger().ringEvents('r1')).toEqual([born('r1', 1, ['b', 'a']), grew, shrank, back]);
      await expectWhole();
    });

    it('that merge keep their trace, and the survivor takes the members', async () => {
      const ringEvents = [
        born('r1', 1, ['a', 'b']),
        born('r2', 2, ['c']),
        sampleRingEvent('MERGED', 'r2', 3, { otherRingId: 'r1', transfersAdded: 0 }),
        sampleRingEvent('GREW', 'r1', 3, { ordinal: 1, joined: [sampleMember('c', 2)] }),
      ];
      await ledger().commit(sampleBatch(0, 3, { ringEvents }));
      expect(await ledger().ring('r2')).toMatchObject({ status: 'MERGED', mergedInto: 'r1', members: [] });
      expect((await ledger().ring('r1'))?.members.map(({ account }) => account)).toEqual(['a', 'b', 'c']);
      expect(
        (await ledger().openState(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).rings.map(
          ({ id }) => id,
        ),
      ).toEqual(['r1']);
      expect(
        (await walk(10, (page) => ledger().rings({ ...page, account: 'c' }))).map(({ id }) => id),
      ).toEqual(['r1']);
      await expectWhole();
    });

    it('are listed by newest change, and by account', async () => {
      const ringEvents = [
        born('r1', 1, ['a']),
        born('r2', 2, ['a', 'b']),
        born('r3', 2, ['b'], 1),
        sampleRingEvent('GREW', 'r1', 4),
      ];
      await ledger().commit(sampleBatch(0, 4, { ringEvents }));
      const ids = async (limit: number, more: object) =>
        (await walk(limit, (page) => ledger().rings({ ...page, ...more }))).map(({ id }) => id);
      expect(await ids(10, {})).toEqual(['r1', 'r3', 'r2']);
      expect(await ids(1, {})).toEqual(['r1', 'r3', 'r2']);
      expect(await ids(1, { account: 'b' })).toEqual(['r3', 'r2']);
      expect(await ids(10, { account: 'nobody' })).toEqual([]);
      expect([...(await ledger().ringsById(['r3', 'x', 'r1'])).keys()].sort()).toEqual(['r1', 'r3']);
    });

    it('come back for a tracker in order of birth: open and dormant ones, and those that were closed late enough', async () => {
      const ringEvents = [
        born('z', 1, ['a']),
        born('c', 1, ['b'], 1),
        born('b', 1, ['c'], 2),
        born('a', 2, ['d']),
        sampleRingEvent('DORMANT', 'c', 3),
        sampleRingEvent('CLOSED', 'b', 3, { ordinal: 1, left: ['c'] }),
        sampleRingEvent('CLOSED', 'z', 4, { left: ['a'] }),
      ];
      await ledger().commit(sampleBatch(0, 4, { ringEvents }));
      const small = await open({ pageMax: 1 });
      const closedAt = sampleAt(3);
      for (const each of [ledger(), small]) {
        const names = async (closedAfter: number) =>
          (await each.openState(0, closedAfter)).rings.map(({ id, status }) => `${id} ${status}`);
        expect(await names(Number.POSITIVE_INFINITY)).toEqual(['c DORMANT', 'a OPEN']);
        expect(await names(closedAt)).toEqual(['z CLOSED', 'c DORMANT', 'a OPEN']);
        for (const closedAfter of [closedAt - 1, Number.NEGATIVE_INFINITY]) {
          expect(await names(closedAfter)).toEqual(['z CLOSED', 'c DORMANT', 'b CLOSED', 'a OPEN']);
        }
      }
      expect((await ledger().counts()).rings).toBe(4);
    });

    it('refuse what cannot happen: an event of an unknown ring, or out of order', async () => {
      await expect(
        ledger().commit(sampleBatch(0, 1, { ringEvents: [sampleRingEvent('GREW', 'r1', 1)] })),
      ).rejects.toThrow('the first event');
      const twice = [born('r1', 1, []), born('r1', 1, [])];
      await expect(ledger().commit(sampleBatch(0, 1, { ringEvents: twice }))).rejects.toThrow('comes after');
      await expect(ledger().commit(sampleBatch(0, 1, { ringEvents: [born('r1', 2, [])] }))).rejects.toThrow(
        'after 1',
      );
      expect(await ledger().lastSeq()).toBe(0);
    });
  });

  describe('alerts', () => {
    it('are the fold of their events', async () => {
      const alertEvents = [
        sampleAlertEvent('RAISED', 'k1', 1, { score: 0.8, reasons: ['A'] }),
        sampleAlertEvent('EXTENDED', 'k1', 2, { ringId: 'r1', score: 0.95, reasons: ['B', 'A'] }),
      ];
      await ledger().commit(sampleBatch(0, 2, { alertEvents: alertEvents.slice(0, 1) }));
      await expect(
        ledger().commit(sampleBatch(2, 1, { alertEvents: alertEvents.slice(1) })),
      ).resolves.toBeUndefined();
      expect(await ledger().alert('k1')).toMatchObject({
        status: 'OPEN',
        ringId: 'r1',
        score: 0.95,
        reasons: ['A', 'B'],
        transactionCount: 2,
        referenceCents: 200,
        raisedSeq: 1,
        lastSeq: 2,
      });
      expect(await walk(1, (page) => ledger().alertTransactions('k1', page))).toEqual(['t1', 't2']);
      await expectWhole();
    });

    it('whose amounts add up past 2^53 stay at the largest one, and are read back when the ledger opens', async () => {
      const alertEvents = [1, 2, 3].map((seq) =>
        sampleAlertEvent(seq === 1 ? 'RAISED' : 'EXTENDED', 'k1', seq, { referenceCents: 5e15 }),
      );
      await ledger().commit(sampleBatch(0, 3, { alertEvents }));
      const largest = { transactionCount: 3, referenceCents: Number.MAX_SAFE_INTEGER };
      expect(await ledger().alert('k1')).toMatchObject(largest);
      expect(await (await open({})).alert('k1')).toMatchObject(largest);
      await expectWhole();
    });

    it('that merge end in the one that takes over', async () => {
      const alertEvents = [
        sampleAlertEvent('RAISED', 'k1', 1),
        sampleAlertEvent('RAISED', 'k2', 2),
        sampleAlertEvent('MERGED', 'k2', 3, { otherAlertId: 'k1', referenceCents: 0 }),
        sampleAlertEvent('EXTENDED', 'k1', 3, { ordinal: 1 }),
      ];
      await ledger().commit(sampleBatch(0, 3, { alertEvents }));
      expect(await ledger().alert('k2')).toMatchObject({ status: 'MERGED', mergedInto: 'k1' });
      expect(
        (await ledger().openState(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).alerts.map(
          ({ id }) => id,
        ),
      ).toEqual(['k1']);
      expect((await ledger().counts()).alerts).toBe(2);
      await expectWhole();
    });

    it('are listed newest first, and by ring', async () => {
      const alertEvents = [
        sampleAlertEvent('RAISED', 'k1', 1, { ringId: 'r1' }),
        sampleAlertEvent('RAISED', 'k3', 2),
        sampleAlertEvent('RAISED', 'k2', 2, { ordinal: 1, ringId: 'r1' }),
      ];
      await ledger().commit(sampleBatch(0, 2, { alertEvents }));
      const ids = async (more: object) =>
        (await walk(1, (page) => ledger().alerts({ ...page, ...more }))).map(({ id }) => id);
      expect(await ids({})).toEqual(['k3', 'k2', 'k1']);
      expect(await ids({ ringId: 'r1' })).toEqual(['k2', 'k1']);
      expect([...(await ledger().alertsById(['k1', 'x'])).keys()]).toEqual(['k1']);
    });

    it('are escalated, closed and reopened', async () => {
      const raised = sampleAlertEvent('RAISED', 'k1', 1, { ringId: 'r1', threshold: 0.7 });
      const escalated = sampleAlertEvent('ESCALATED', 'k1', 2, { threshold: 0.9, reasons: ['B'] });
      const closed = sampleAlertEvent('CLOSED', 'k1', 3, { cause: 'REVERSAL', referenceCents: 0 });
      const reopened = sampleAlertEvent('REOPENED', 'k1', 4, { transactionId: 't4' });
      const then = async (seq: number, event: typeof raised) => {
        await ledger().commit(sampleBatch(seq - 1, 1, { alertEvents: [event] }));
        return ledger().alert('k1');
      };
      expect(await then(1, raised)).toMatchObject({ status: 'OPEN', threshold: 0.7, transactionCount: 1 });
      const higher = { threshold: 0.9, transactionCount: 1, reasons: ['FAN_IN', 'B'] };
      expect(await then(2, escalated)).toMatchObject({ status: 'OPEN', ...higher });
      expect(await then(3, closed)).toMatchObject({ status: 'CLOSED', ...higher });
      expect(await then(4, reopened)).toMatchObject({ status: 'OPEN', ...higher, transactionCount: 2 });
      expect(await walk(9, (page) => ledger().alertTransactions('k1', page))).toEqual(['t1', 't4']);
      const causes = await sql('select kind, cause, threshold from alert_event order by seq');
      expect(causes).toEqual([
        { kind: 'RAISED', cause: null, threshold: 0.7 },
        { kind: 'ESCALATED', cause: null, threshold: 0.9 },
        { kind: 'CLOSED', cause: 'REVERSAL', threshold: 0 },
        { kind: 'REOPENED', cause: null, threshold: 0 },
      ]);
      await expectWhole();
    });

    it('are read at a start only while they can still be extended or reopened', async () => {
      const ringEvents = [
        sampleRingEvent('BORN', 'r1', 1),
        sampleRingEvent('BORN', 'r2', 1, { ordinal: 1 }),
        sampleRingEvent('BORN', 'r3', 1, { ordinal: 2 }),
      ];
      const alertEvents = [
        sampleAlertEvent('RAISED', 'closed-late', 1, { ringId: 'r3' }),
        sampleAlertEvent('RAISED', 'of-open-ring', 1, { ordinal: 1, ringId: 'r1' }),
        sampleAlertEvent('RAISED', 'closed-early', 1, { ordinal: 2, ringId: 'r2' }),
        sampleAlertEvent('RAISED', 'merged', 1, { ordinal: 3, ringId: 'r3' }),
        sampleAlertEvent('RAISED', 'of-account', 2),
      ];
      await ledger().commit(sampleBatch(0, 3, { ringEvents, alertEvents }));
      await ledger().commit(
        sampleBatch(3, 3, {
          ringEvents: [sampleRingEvent('CLOSED', 'r2', 4), sampleRingEvent('CLOSED', 'r3', 6)],
          alertEvents: [
            sampleAlertEvent('CLOSED', 'closed-early', 4),
            sampleAlertEvent('MERGED', 'merged', 5, { otherAlertId: 'closed-late' }),
            sampleAlertEvent('CLOSED', 'closed-late', 6),
          ],
        }),
      );
      const small = await open({ pageMax: 1 });
      for (const each of [ledger(), small]) {
        const alerts = async (newsAfter: number, closedAfter: number) =>
          (await each.openState(newsAfter, closedAfter)).alerts.map(({ id }) => id);
        const late = sampleAt(4);
        expect(await alerts(sampleAt(2) - 1, sampleAt(6))).toEqual(['of-open-ring', 'of-account']);
        expect(await alerts(sampleAt(2), late)).toEqual(['closed-late', 'of-open-ring']);
        expect(await alerts(sampleAt(2), late - 1)).toEqual(['closed-late', 'of-open-ring', 'closed-early']);
      }
    });
  });
}
