import { describe, expect, it } from 'vitest';
import { sampleAlertEvent, sampleBatch, sampleDeadLetter, sampleEnvelope } from '../ledger.samples.ts';
import type { Label } from '../model.ts';
import { firstPage, type LedgerFixture, walk } from './ledger-fixture.contract.ts';

const label: Label = {
  id: 'l1',
  subject: 'ACCOUNT',
  subjectId: 'b1/a1',
  value: 'FRAUD',
  at: 5,
  seenAt: 6,
  author: 'ana',
};

/** Cases about labels, dead letters and the outbox. */
export function recordsCases({ clock, expectWhole, ledger, open, sql }: LedgerFixture): void {
  describe('labels', () => {
    it('are kept with both times, in the order in which they were learned', async () => {
      const later: Label = { ...label, id: 'l0', value: 'LEGITIMATE', at: 1, seenAt: 9 };
      await ledger().addLabel(later);
      await ledger().addLabel(label);
      expect(await ledger().labels('ACCOUNT', 'b1/a1')).toEqual([label, later]);
      expect(await ledger().labels('RING', 'b1/a1')).toEqual([]);
      await expectWhole();
    });

    it('come twice without effect, and never change', async () => {
      await ledger().addLabel(label);
      await ledger().commit(sampleBatch(0, 1));
      await ledger().addLabel(label);
      await expect(ledger().addLabel({ ...label, value: 'LEGITIMATE' })).rejects.toMatchObject({
        code: 'ID_CONFLICT',
      });
      expect(await ledger().labels('ACCOUNT', 'b1/a1')).toEqual([label]);
      expect((await ledger().verify()).checked.auditEntries).toBe(2);
    });
  });

  describe('dead letters', () => {
    it('are kept with their bytes, in order of position', async () => {
      const deadLetters = [3, 1, 2].map((position) => sampleDeadLetter(position));
      await ledger().commit(sampleBatch(0, 0, { deadLetters }));
      const read = (limit: number) => walk(limit, (page) => ledger().deadLetters('file:sample', page));
      expect(await read(2)).toEqual([1, 2, 3].map((position) => sampleDeadLetter(position)));
      expect(await ledger().deadLetterCount('other')).toBe(0);
      await expectWhole();
    });

    it('keep key and headers as they came, whatever is in them', async () => {
      const letters = [
        sampleDeadLetter(1, { envelope: sampleEnvelope }),
        sampleDeadLetter(2),
        sampleDeadLetter(3, { envelope: { key: null, headers: [] } }),
        sampleDeadLetter(4, { envelope: { key: new Uint8Array(), headers: [] }, raw: new Uint8Array() }),
        sampleDeadLetter(5, { envelope: { ...sampleEnvelope, key: null } }),
      ];
      await ledger().commit(sampleBatch(0, 0, { deadLetters: letters }));
      const read = await walk(10, (page) => ledger().deadLetters('file:sample', page));
      expect(read).toEqual(letters);
      await expectWhole();
    });

    it('are verified with key and headers, present or not', async () => {
      const envelope = { key: null, headers: [] };
      await ledger().commit(
        sampleBatch(0, 0, { deadLetters: [sampleDeadLetter(1), sampleDeadLetter(2, { envelope })] }),
      );
      const changes = [
        [`set headers = '[]' where position = 1`, 'set headers = null where position = 1'],
        [`set key = 'k' where position = 1`, 'set key = null where position = 1'],
        ['set headers = null where position = 2', `set headers = '[]' where position = 2`],
        [`set key = '' where position = 2`, 'set key = null where position = 2'],
        [`set headers = '[["a", "YQ"]]' where position = 2`, `set headers = '[]' where position = 2`],
      ];
      for (const [change, undo] of changes) {
        await sql(`update dead_letter ${change}`);
        expect((await ledger().verify()).problems.map(({ kind }) => kind)).toEqual(['facts']);
        await sql(`update dead_letter ${undo}`);
      }
      await expectWhole();
    });

    it('do not hide that a batch which repeats some of them was retried', async () => {
      await ledger().commit(sampleBatch(0, 1, { deadLetters: [sampleDeadLetter(1)] }));
      const batch = sampleBatch(1, 1, { deadLetters: [sampleDeadLetter(1), sampleDeadLetter(2)] });
      await ledger().commit(batch);
      await ledger().commit(batch);
      expect(await ledger().lastSeq()).toBe(2);
      await expectWhole();
    });

    it('stay whole when the database moves their rows', async () => {
      const deadLetters = [4, 2, 3].map((position) => sampleDeadLetter(position));
      const other = sampleDeadLetter(1, { source: 'file:other' });
      await ledger().commit(sampleBatch(0, 0, { deadLetters: [...deadLetters, other] }));
      await sql('update dead_letter set message = message where position = 2');
      await expectWhole();
    });

    it('that were delivered again are taken once', async () => {
      await ledger().commit(sampleBatch(0, 1, { deadLetters: [sampleDeadLetter(1)] }));
      await ledger().commit(sampleBatch(1, 1, { deadLetters: [sampleDeadLetter(1), sampleDeadLetter(2)] }));
      expect(await ledger().deadLetterCount('file:sample')).toBe(2);
      expect((await ledger().counts()).deadLetters).toBe(2);
      await expectWhole();
    });

    it('may quote what no text column can hold', async () => {
      const message = 'value "a\0b\ud800" is no amount, 💶 is none either';
      await ledger().commit(
        sampleBatch(0, 0, { deadLetters: [sampleDeadLetter(1, { message, raw: new Uint8Array() })] }),
      );
      const { items } = await ledger().deadLetters('file:sample', firstPage);
      expect(items[0]?.value.message).toBe('value "a\ufffdb\ufffd" is no amount, 💶 is none either');
      expect(items[0]?.value.raw).toEqual(new Uint8Array());
      await expectWhole();
    });
  });

  describe('the outbox', () => {
    it('stays empty unless it was asked for', async () => {
      await ledger().commit(sampleBatch(0, 3));
      expect(await ledger().outbox(10)).toEqual([]);
    });

    it('announces decisions, alert events and dead letters in order until they are acknowledged', async () => {
      const publishing = await open({}, true);
      const alertEvents = [sampleAlertEvent('RAISED', 'k1', 2)];
      await publishing.commit(sampleBatch(0, 2, { alertEvents, deadLetters: [sampleDeadLetter(3)] }));
      const messages = await publishing.outbox(10);
      expect(messages.map(({ topic, key }) => `${topic} ${key}`)).toEqual([
        'decisions t1',
        'decisions t2',
        'alerts k1',
        'dead-letters file:sample/3',
      ]);
      const ids = messages.map(({ id }) => id);
      expect(ids).toEqual([...ids].sort((a, b) => a - b));
      expect(JSON.parse(messages[1]?.payload ?? '')).toMatchObject({
        transactionId: 't2',
        seq: 2,
        verdict: 'ALLOW',
      });
      await publishing.acknowledgeOutbox(ids[1] ?? 0);
      expect((await publishing.outbox(1)).map(({ key }) => key)).toEqual(['k1']);
      await publishing.commit(sampleBatch(2, 1));
      expect((await publishing.outbox(10)).at(-1)?.key).toBe('t3');
    });

    it('announces a dead letter with everything that is needed to repair and resend it', async () => {
      const publishing = await open({}, true);
      const deadLetters = [sampleDeadLetter(1, { envelope: sampleEnvelope }), sampleDeadLetter(2)];
      await publishing.commit(sampleBatch(0, 0, { deadLetters }));
      const { code, message, source } = sampleDeadLetter(1);
      const headers = [
        ['trace', 'AMg='],
        ['a\0"b', 'eA=='],
        ['trace', ''],
        ['\ud800 💶', 'AQ=='],
      ];
      const [first, second] = (await publishing.outbox(10)).map(({ payload }) => JSON.parse(payload));
      expect(first).toEqual({ source, position: 1, code, message, raw: 'AP8B', key: 'AP8H', headers });
      expect(second).toMatchObject({ position: 2, raw: 'AP8C', key: null, headers: [] });
    });

    it('announces with each event of an alert what the alert is after it', async () => {
      const publishing = await open({}, true);
      const raised = sampleAlertEvent('RAISED', 'k1', 1, { score: 0.8 });
      const extended = sampleAlertEvent('EXTENDED', 'k1', 2, { score: 0.9, reasons: ['CYCLE'] });
      await publishing.commit(sampleBatch(0, 2, { alertEvents: [raised, extended] }));
      const closed = sampleAlertEvent('CLOSED', 'k1', 3, { cause: 'LABEL' });
      const reopened = sampleAlertEvent('REOPENED', 'k1', 4, { transactionId: 't4' });
      const escalated = sampleAlertEvent('ESCALATED', 'k1', 4, { ordinal: 1, threshold: 0.97 });
      await publishing.commit(sampleBatch(2, 2, { alertEvents: [closed, reopened, escalated] }));
      const messages = (await publishing.outbox(10))
        .filter(({ topic }) => topic === 'alerts')
        .map(({ payload }) => JSON.parse(payload));
      expect(messages.map(({ event }) => event)).toEqual([raised, extended, closed, reopened, escalated]);
      expect(
        messages.map(({ alert: { status, score, transactionCount, threshold } }) => [
          status,
          score,
          transactionCount,
          threshold,
        ]),
      ).toEqual([
        ['OPEN', 0.8, 1, 0],
        ['OPEN', 0.9, 2, 0],
        ['CLOSED', 0.9, 2, 0],
        ['OPEN', 0.9, 3, 0],
        ['OPEN', 0.9, 3, 0.97],
      ]);
      expect(messages[4].alert).toEqual(await publishing.alert('k1'));
    });

    it('is read in pages of limited bytes, each of at least one message', async () => {
      const publishing = await open({ outboxBytesMax: 2000 }, true);
      const lengths = [600, 600, 600, 6000, 600];
      const deadLetters = lengths.map((length, place) =>
        sampleDeadLetter(place + 1, { raw: new Uint8Array(length) }),
      );
      await publishing.commit(sampleBatch(0, 0, { deadLetters }));
      const pages: string[][] = [];
      for (;;) {
        const messages = await publishing.outbox(10);
        if (messages.length === 0) break;
        const bytes = messages.reduce((sum, { payload }) => sum + Buffer.byteLength(payload), 0);
        expect(bytes <= 2000 || messages.length === 1).toBe(true);
        pages.push(messages.map(({ key }) => key.split('/').at(-1) ?? ''));
        await publishing.acknowledgeOutbox(messages.at(-1)?.id ?? 0);
      }
      expect(pages).toEqual([['1', '2'], ['3'], ['4'], ['5']]);
    });

    it('says how much waits and for how long', async () => {
      const publishing = await open({}, true);
      expect(await publishing.outboxAge()).toEqual({ messages: 0, oldestMs: 0 });
      await publishing.commit(sampleBatch(0, 2));
      clock.advanceMs(300);
      await publishing.commit(sampleBatch(2, 1));
      clock.advanceMs(50);
      expect(await publishing.outboxAge()).toEqual({ messages: 3, oldestMs: 350 });
      const [, second] = await publishing.outbox(2);
      await publishing.acknowledgeOutbox(second?.id ?? 0);
      expect(await publishing.outboxAge()).toEqual({ messages: 1, oldestMs: 50 });
    });
  });
}
