import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import { parseConfig } from '../base/config.ts';
import { openLog } from '../base/log.ts';
import {
  sampleAlertEvent,
  sampleBatch,
  sampleDeadLetter,
  sampleDecision,
  sampleMember,
  sampleRingEvent,
  sampleTransfer,
  sampleVersion,
} from './ledger.samples.ts';
import type { Label, Ledger, Page, PageRequest } from './model.ts';
import { openLedger } from './open-ledger.ts';
import type { TestSchema } from './test-database.ts';

const firstPage: PageRequest = { cursor: null, limit: 100 };

const label: Label = {
  id: 'l1',
  subject: 'ACCOUNT',
  subjectId: 'b1/a1',
  value: 'FRAUD',
  at: 5,
  seenAt: 6,
  author: 'ana',
};

async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<T[][]> {
  const all: T[][] = [];
  for await (const page of pages) all.push([...page]);
  return all;
}

/** Reads a whole list page by page, and checks that only the last page says that it is the last. */
async function walk<T>(limit: number, read: (page: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = null;
  for (;;) {
    const { items, hasNext }: Page<T> = await read({ cursor, limit });
    all.push(...items.map(({ value }) => value));
    expect(items.length).toBeLessThanOrEqual(limit);
    if (!hasNext) return all;
    expect(items.length).toBe(limit);
    cursor = items.at(-1)?.cursor ?? null;
  }
}

/**
 * What every ledger must do, on the embedded and on a real server alike. `make` gives an empty schema on the server;
 * the suite drops it.
 */
export function describeLedger(name: string, make: () => Promise<TestSchema>): void {
  describe(`${name}: the ledger`, () => {
    let schema: TestSchema;
    let opened: Ledger[] = [];
    const clock = new ManualClock(1_000_000);

    async function open(outbox = false, settings: object = {}): Promise<Ledger> {
      const { ledger: config } = parseConfig({ ledger: settings });
      const ledger = await openLedger({
        connection: schema.connection,
        config,
        log: openLog('silent'),
        clock,
        outbox,
      });
      opened.push(ledger);
      return ledger;
    }

    let ledger: Ledger;
    beforeEach(async () => {
      schema = await make();
      ledger = await open();
    });
    afterEach(async () => {
      await Promise.all(opened.map((each) => each.close()));
      opened = [];
      await schema.drop();
    });

    async function expectWhole(): Promise<void> {
      expect((await ledger.verify()).problems).toEqual([]);
    }

    describe('a new ledger', () => {
      it('is empty and whole', async () => {
        expect(await ledger.lastSeq()).toBe(0);
        expect(await ledger.position('file:sample')).toBe(0);
        expect(await ledger.journalStart()).toBeNull();
        expect(await collect(ledger.journalAfter(0, 10))).toEqual([]);
        expect(await collect(ledger.decisionsAfter(0, 10))).toEqual([]);
        expect(await ledger.openState()).toEqual({ rings: [], alerts: [] });
        expect(await ledger.counts()).toEqual({
          decisions: 0,
          allow: 0,
          review: 0,
          reject: 0,
          alerts: 0,
          rings: 0,
          deadLetters: 0,
          lastSeq: 0,
        });
        const { checked, problems } = await ledger.verify();
        expect({ checked, problems }).toEqual({
          checked: { decisions: 0, ringEvents: 0, alertEvents: 0, auditEntries: 0 },
          problems: [],
        });
      });

      it('answers null, nothing or an empty page for what does not exist', async () => {
        expect(await ledger.decision('t1')).toBeNull();
        expect((await ledger.decisions(['t1', 't2'])).size).toBe(0);
        expect((await ledger.decisions([])).size).toBe(0);
        expect(await ledger.ring('r1')).toBeNull();
        expect(await ledger.alert('k1')).toBeNull();
        expect(await ledger.ringEvents('r1')).toEqual([]);
        expect(await ledger.labels('RING', 'r1')).toEqual([]);
        expect((await ledger.rings(firstPage)).items).toEqual([]);
        expect((await ledger.alerts(firstPage)).items).toEqual([]);
        expect((await ledger.alertTransactions('k1', firstPage)).items).toEqual([]);
        expect((await ledger.deadLetters('file:sample', firstPage)).hasNext).toBe(false);
      });
    });

    describe('commit', () => {
      it('keeps every field of a decision and every bit of its features', async () => {
        const features = Float64Array.from([
          0,
          -0,
          0.1,
          1 / 3,
          Number.NaN,
          Number.POSITIVE_INFINITY,
          5e-324,
          -1e308,
        ]);
        const decision = sampleDecision(1, {
          features,
          score: 0.1 + 0.2,
          at: 1_767_225_600_123,
          seenAt: 8_640_000_000_000_000,
          amountMinor: Number.MAX_SAFE_INTEGER,
          from: 'bank "one"/a\\1\n',
          to: "{ü,'💶'}",
          reasons: ['A,B', '{"C"}', 'NULL', ''],
          late: true,
          ringId: 'r1',
          alertId: 'k1',
          latencyUs: 0.125,
        });
        await ledger.commit(sampleBatch(0, 1, { decisions: [decision] }));
        const stored = await ledger.decision('t1');
        expect(stored).toEqual(decision);
        const bits = new BigUint64Array(stored?.features.slice().buffer ?? new ArrayBuffer(0));
        expect(bits).toEqual(new BigUint64Array(features.buffer));
        await expectWhole();
      });

      it('keeps decisions without features, and feature vectors of different lengths', async () => {
        const lengths = [0, 3, 1];
        const decisions = lengths.map((length, i) =>
          sampleDecision(i + 1, { features: new Float64Array(length).fill(i + 0.5) }),
        );
        await ledger.commit(sampleBatch(0, 3, { decisions }));
        const stored = (await collect(ledger.decisionsAfter(0, 10))).flat();
        expect(stored).toEqual(decisions);
      });

      it('moves the last sequence number, the position and the counts together', async () => {
        await ledger.commit(
          sampleBatch(0, 96, {
            deadLetters: [sampleDeadLetter(97)],
            positions: [{ source: 's', position: 97 }],
          }),
        );
        expect(await ledger.lastSeq()).toBe(96);
        expect(await ledger.position('s')).toBe(97);
        expect(await ledger.counts()).toEqual({
          decisions: 96,
          allow: 79,
          review: 15,
          reject: 2,
          alerts: 0,
          rings: 0,
          deadLetters: 1,
          lastSeq: 96,
        });
      });

      it('takes events that are not transfers without decisions', async () => {
        const reversal = { kind: 'reversal', id: 'x2', at: 1, seenAt: 2, reverses: 't1' } as const;
        const events = [sampleTransfer(1), { seq: 2, event: reversal }];
        await ledger.commit(sampleBatch(0, 1, { events }));
        expect(await ledger.lastSeq()).toBe(2);
        expect((await ledger.counts()).decisions).toBe(1);
        await expectWhole();
      });

      it('takes a batch without events: dead letters and positions alone', async () => {
        await ledger.commit(
          sampleBatch(0, 0, {
            deadLetters: [sampleDeadLetter(1)],
            positions: [{ source: 's', position: 1 }],
          }),
        );
        await ledger.commit(sampleBatch(0, 0, { positions: [{ source: 's', position: 5 }] }));
        expect(await ledger.lastSeq()).toBe(0);
        expect(await ledger.position('s')).toBe(5);
        expect(await ledger.deadLetterCount('file:sample')).toBe(1);
        await expectWhole();
      });

      it('refuses a gap, a repetition and a batch that starts too early, and writes nothing', async () => {
        await ledger.commit(sampleBatch(0, 3));
        const before = await ledger.decisionsDigest();
        await expect(ledger.commit(sampleBatch(4, 2))).rejects.toThrow('do not follow 3');
        await expect(ledger.commit(sampleBatch(1, 3))).rejects.toThrow('do not follow 3');
        const events = [sampleTransfer(4), sampleTransfer(6)];
        await expect(ledger.commit(sampleBatch(3, 2, { events }))).rejects.toThrow('impossible state');
        expect(await ledger.lastSeq()).toBe(3);
        expect(await ledger.position('file:sample')).toBe(3);
        expect(await ledger.decisionsDigest()).toBe(before);
        await expectWhole();
      });

      it('refuses a transfer without its decision and a decision without its transfer', async () => {
        await expect(ledger.commit(sampleBatch(0, 2, { decisions: [sampleDecision(1)] }))).rejects.toThrow(
          'transfer "t2"',
        );
        const decisions = [sampleDecision(1), sampleDecision(2), sampleDecision(3)];
        await expect(ledger.commit(sampleBatch(0, 2, { decisions }))).rejects.toThrow(
          '3 decisions for 2 transfers',
        );
        const swapped = [
          sampleDecision(1, { transactionId: 't2' }),
          sampleDecision(2, { transactionId: 't1' }),
        ];
        await expect(ledger.commit(sampleBatch(0, 2, { decisions: swapped }))).rejects.toThrow(
          'transfer "t1"',
        );
        expect(await ledger.lastSeq()).toBe(0);
      });

      it('refuses a second decision about one transaction', async () => {
        await ledger.commit(sampleBatch(0, 1));
        const { event } = sampleTransfer(1);
        const batch = sampleBatch(1, 1, {
          events: [{ seq: 2, event }],
          decisions: [sampleDecision(2, { transactionId: 't1' })],
        });
        await expect(ledger.commit(batch)).rejects.toThrow('impossible state');
        expect(await ledger.lastSeq()).toBe(1);
      });

      it('does nothing when the same batch comes again, since its answer may have been lost', async () => {
        const batch = sampleBatch(0, 3, {
          deadLetters: [sampleDeadLetter(4)],
          ringEvents: [sampleRingEvent('BORN', 'r1', 2)],
        });
        await ledger.commit(batch);
        await ledger.commit(batch);
        expect((await ledger.counts()).decisions).toBe(3);
        expect((await ledger.verify()).checked.auditEntries).toBe(1);
        await ledger.commit(sampleBatch(3, 1));
        await expect(ledger.commit(batch)).rejects.toThrow('do not follow 4');
      });

      it('commits in the order in which it was asked', async () => {
        await Promise.all([0, 2, 4, 6].map((lastSeq) => ledger.commit(sampleBatch(lastSeq, 2))));
        expect(await ledger.lastSeq()).toBe(8);
        await expectWhole();
      });

      it('lets only one of two writers with the same numbers win', async () => {
        const other = await open();
        const decisions = [sampleDecision(1, { latencyUs: 1 })];
        const results = await Promise.allSettled([
          ledger.commit(sampleBatch(0, 1)),
          other.commit(sampleBatch(0, 1, { decisions })),
        ]);
        expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        expect((await ledger.counts()).decisions).toBe(1);
        await expectWhole();
      });

      it('writes nothing of a batch whose last part fails', async () => {
        const deadLetters = [sampleDeadLetter(1), sampleDeadLetter(1)];
        await expect(ledger.commit(sampleBatch(0, 2, { deadLetters }))).rejects.toThrow('impossible state');
        expect(await ledger.lastSeq()).toBe(0);
        expect(await ledger.decision('t1')).toBeNull();
        await ledger.commit(sampleBatch(0, 2));
        await expectWhole();
      });

      it('refuses more events than the limit', async () => {
        const small = await open(false, { batchMax: 2 });
        await expect(small.commit(sampleBatch(0, 3))).rejects.toThrow('3 entries are more than 2');
        await small.commit(sampleBatch(0, 2));
      });

      it('answers FIELD_INVALID for text that cannot be stored', async () => {
        const decisions = [sampleDecision(1, { from: 'a\0b' })];
        await expect(ledger.commit(sampleBatch(0, 1, { decisions }))).rejects.toMatchObject({
          code: 'FIELD_INVALID',
        });
        await ledger.commit(sampleBatch(0, 1));
      });

      it('keeps several scoring versions apart', async () => {
        const other = { ...sampleVersion, modelHash: 'n'.repeat(64) };
        const decisions = [sampleDecision(1), sampleDecision(2, other), sampleDecision(3)];
        await ledger.commit(sampleBatch(0, 3, { decisions }));
        await ledger.commit(sampleBatch(3, 1, { decisions: [sampleDecision(4, other)] }));
        const hashes = (await collect(ledger.decisionsAfter(0, 10)))
          .flat()
          .map(({ modelHash }) => modelHash[0]);
        expect(hashes).toEqual(['m', 'n', 'm', 'n']);
        await expectWhole();
      });
    });

    describe('after opening again', () => {
      it('goes on where it stopped', async () => {
        await ledger.commit(sampleBatch(0, 3));
        await ledger.close();
        opened = [];
        ledger = await open();
        expect(await ledger.lastSeq()).toBe(3);
        await ledger.commit(sampleBatch(3, 2));
        expect((await ledger.counts()).decisions).toBe(5);
        await expectWhole();
      });
    });

    describe('decisions', () => {
      it('come in sequence order, in pages of the size that was asked for', async () => {
        await ledger.commit(sampleBatch(0, 7));
        const pages = await collect(ledger.decisionsAfter(2, 2));
        expect(pages.map((page) => page.map(({ seq }) => seq))).toEqual([[3, 4], [5, 6], [7]]);
      });

      it('are found by many ids at once', async () => {
        await ledger.commit(sampleBatch(0, 5));
        const found = await ledger.decisions(['t5', 't1', 'nobody', 't5']);
        expect([...found.keys()].sort()).toEqual(['t1', 't5']);
        expect(found.get('t5')).toEqual(sampleDecision(5));
      });

      it('of an account come newest first, once each, whichever end it is', async () => {
        const decisions = [1, 2, 3, 4, 5, 6].map((seq) => sampleDecision(seq));
        decisions[2] = sampleDecision(3, { from: 'b1/a1', to: 'b1/a1' });
        decisions[4] = sampleDecision(5, { from: 'other', to: 'b1/a1' });
        await ledger.commit(sampleBatch(0, 6, { decisions }));
        const seqs = async (limit: number) =>
          (await walk(limit, (page) => ledger.decisionsOfAccount('b1/a1', page))).map(({ seq }) => seq);
        expect(await seqs(100)).toEqual([5, 3, 1]);
        expect(await seqs(1)).toEqual([5, 3, 1]);
      });

      it('have a digest that depends on all of them, but on no latency and no batch border', async () => {
        await ledger.commit(sampleBatch(0, 4));
        const whole = await ledger.decisionsDigest();
        const second = await make();
        const parts = await openLedger({
          connection: second.connection,
          config: parseConfig({ ledger: { pageMax: 3 } }).ledger,
          log: openLog('silent'),
          clock,
        });
        await parts.commit(sampleBatch(0, 1, { decisions: [sampleDecision(1, { latencyUs: 99 })] }));
        await parts.commit(sampleBatch(1, 2));
        const three = await parts.decisionsDigest();
        await parts.commit(sampleBatch(3, 1));
        expect(three).not.toBe(whole);
        expect(await parts.decisionsDigest()).toBe(whole);
        await parts.close();
        await second.drop();
      });
    });

    describe('the journal', () => {
      it('gives back the events in sequence order, in pages of the size that was asked for', async () => {
        await ledger.commit(sampleBatch(0, 3));
        await ledger.commit(sampleBatch(3, 4));
        expect(await ledger.journalStart()).toBe(1);
        const pages = await collect(ledger.journalAfter(1, 4));
        expect(pages.map((page) => page.map(({ seq }) => seq))).toEqual([
          [2, 3, 4, 5],
          [6, 7],
        ]);
        expect(pages[0]?.[0]).toEqual(sampleTransfer(2));
        expect(await collect(ledger.journalAfter(7, 4))).toEqual([]);
      });

      it('forgets what was pruned, to the exact number, and stays whole', async () => {
        await ledger.commit(sampleBatch(0, 3));
        await ledger.commit(sampleBatch(3, 4));
        await ledger.pruneJournal(5);
        expect(await ledger.journalStart()).toBe(6);
        expect((await collect(ledger.journalAfter(0, 10))).flat().map(({ seq }) => seq)).toEqual([6, 7]);
        await ledger.pruneJournal(2);
        expect(await ledger.journalStart()).toBe(6);
        await expectWhole();
        await ledger.pruneJournal(7);
        expect(await ledger.journalStart()).toBeNull();
        await ledger.commit(sampleBatch(7, 1));
        expect(await ledger.journalStart()).toBe(8);
        await expectWhole();
      });

      it('keeps text that no column could hold', async () => {
        const { seq, event } = sampleTransfer(1);
        const events = [{ seq, event: { ...event, channel: 'a\0b' } }];
        await ledger.commit(sampleBatch(0, 1, { events }));
        expect((await collect(ledger.journalAfter(0, 10))).flat()).toEqual(events);
      });
    });

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
        await ledger.commit(sampleBatch(0, 2, { ringEvents: [born('r1', 1, ['b', 'a']), grew] }));
        const shrank = sampleRingEvent('SHRANK', 'r1', 3, { left: ['b'], transfersAdded: 0 });
        const back = sampleRingEvent('GREW', 'r1', 4, { typology: 'CYCLE', joined: [sampleMember('b', 4)] });
        await ledger.commit(sampleBatch(2, 2, { ringEvents: [shrank, back] }));
        const ring = await ledger.ring('r1');
        expect(ring?.members).toEqual([
          sampleMember('a', 1),
          sampleMember('c', 2, 'MULE'),
          sampleMember('b', 4),
        ]);
        expect(ring).toMatchObject({
          status: 'OPEN',
          typology: 'CYCLE',
          suspicion: 0.9,
          transferCount: 3,
          bornSeq: 1,
          lastSeq: 4,
        });
        expect(await ledger.ringEvents('r1')).toEqual([born('r1', 1, ['b', 'a']), grew, shrank, back]);
        await expectWhole();
      });

      it('that merge keep their trace, and the survivor takes the members', async () => {
        const ringEvents = [
          born('r1', 1, ['a', 'b']),
          born('r2', 2, ['c']),
          sampleRingEvent('MERGED', 'r2', 3, { otherRingId: 'r1', transfersAdded: 0 }),
          sampleRingEvent('GREW', 'r1', 3, { ordinal: 1, joined: [sampleMember('c', 2)] }),
        ];
        await ledger.commit(sampleBatch(0, 3, { ringEvents }));
        expect(await ledger.ring('r2')).toMatchObject({ status: 'MERGED', mergedInto: 'r1', members: [] });
        expect((await ledger.ring('r1'))?.members.map(({ account }) => account)).toEqual(['a', 'b', 'c']);
        expect((await ledger.openState()).rings.map(({ id }) => id)).toEqual(['r1']);
        expect(
          (await walk(10, (page) => ledger.rings({ ...page, account: 'c' }))).map(({ id }) => id),
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
        await ledger.commit(sampleBatch(0, 4, { ringEvents }));
        const ids = async (limit: number, more: object) =>
          (await walk(limit, (page) => ledger.rings({ ...page, ...more }))).map(({ id }) => id);
        expect(await ids(10, {})).toEqual(['r1', 'r3', 'r2']);
        expect(await ids(1, {})).toEqual(['r1', 'r3', 'r2']);
        expect(await ids(1, { account: 'b' })).toEqual(['r3', 'r2']);
        expect(await ids(10, { account: 'nobody' })).toEqual([]);
        expect([...(await ledger.ringsById(['r3', 'x', 'r1'])).keys()].sort()).toEqual(['r1', 'r3']);
      });

      it('come back for a tracker in order of birth, open and dormant ones only', async () => {
        const ringEvents = [
          born('z', 1, ['a']),
          born('c', 1, ['b'], 1),
          born('b', 1, ['c'], 2),
          born('a', 2, ['d']),
          sampleRingEvent('DORMANT', 'c', 3),
          sampleRingEvent('CLOSED', 'b', 3, { ordinal: 1 }),
        ];
        await ledger.commit(sampleBatch(0, 3, { ringEvents }));
        const small = await open(false, { pageMax: 2 });
        for (const each of [ledger, small]) {
          const { rings } = await each.openState();
          expect(rings.map(({ id, status }) => `${id} ${status}`)).toEqual(['z OPEN', 'c DORMANT', 'a OPEN']);
        }
        expect((await ledger.counts()).rings).toBe(4);
      });

      it('refuse what cannot happen: an event of an unknown ring, or out of order', async () => {
        await expect(
          ledger.commit(sampleBatch(0, 1, { ringEvents: [sampleRingEvent('GREW', 'r1', 1)] })),
        ).rejects.toThrow('the first event');
        const twice = [born('r1', 1, []), born('r1', 1, [])];
        await expect(ledger.commit(sampleBatch(0, 1, { ringEvents: twice }))).rejects.toThrow('comes after');
        await expect(ledger.commit(sampleBatch(0, 1, { ringEvents: [born('r1', 2, [])] }))).rejects.toThrow(
          'after 1',
        );
        expect(await ledger.lastSeq()).toBe(0);
      });
    });

    describe('alerts', () => {
      it('are the fold of their events', async () => {
        const alertEvents = [
          sampleAlertEvent('RAISED', 'k1', 1, { score: 0.8, reasons: ['A'] }),
          sampleAlertEvent('EXTENDED', 'k1', 2, { ringId: 'r1', score: 0.95, reasons: ['B', 'A'] }),
        ];
        await ledger.commit(sampleBatch(0, 2, { alertEvents: alertEvents.slice(0, 1) }));
        await expect(
          ledger.commit(sampleBatch(2, 1, { alertEvents: alertEvents.slice(1) })),
        ).resolves.toBeUndefined();
        expect(await ledger.alert('k1')).toMatchObject({
          status: 'OPEN',
          ringId: 'r1',
          score: 0.95,
          reasons: ['A', 'B'],
          transactionCount: 2,
          referenceCents: 200,
          raisedSeq: 1,
          lastSeq: 2,
        });
        expect(await walk(1, (page) => ledger.alertTransactions('k1', page))).toEqual(['t1', 't2']);
        await expectWhole();
      });

      it('that merge end in the one that takes over', async () => {
        const alertEvents = [
          sampleAlertEvent('RAISED', 'k1', 1),
          sampleAlertEvent('RAISED', 'k2', 2),
          sampleAlertEvent('MERGED', 'k2', 3, { otherAlertId: 'k1', referenceCents: 0 }),
          sampleAlertEvent('EXTENDED', 'k1', 3, { ordinal: 1 }),
        ];
        await ledger.commit(sampleBatch(0, 3, { alertEvents }));
        expect(await ledger.alert('k2')).toMatchObject({ status: 'MERGED', mergedInto: 'k1' });
        expect((await ledger.openState()).alerts.map(({ id }) => id)).toEqual(['k1']);
        expect((await ledger.counts()).alerts).toBe(2);
        await expectWhole();
      });

      it('are listed newest first, and by ring', async () => {
        const alertEvents = [
          sampleAlertEvent('RAISED', 'k1', 1, { ringId: 'r1' }),
          sampleAlertEvent('RAISED', 'k3', 2),
          sampleAlertEvent('RAISED', 'k2', 2, { ordinal: 1, ringId: 'r1' }),
        ];
        await ledger.commit(sampleBatch(0, 2, { alertEvents }));
        const ids = async (more: object) =>
          (await walk(1, (page) => ledger.alerts({ ...page, ...more }))).map(({ id }) => id);
        expect(await ids({})).toEqual(['k3', 'k2', 'k1']);
        expect(await ids({ ringId: 'r1' })).toEqual(['k2', 'k1']);
        expect((await ledger.openState()).alerts.map(({ id }) => id)).toEqual(['k1', 'k3', 'k2']);
        expect([...(await ledger.alertsById(['k1', 'x'])).keys()]).toEqual(['k1']);
      });
    });

    describe('labels', () => {
      it('are kept with both times, in the order in which they were learned', async () => {
        const later: Label = { ...label, id: 'l0', value: 'LEGITIMATE', at: 1, seenAt: 9 };
        await ledger.addLabel(later);
        await ledger.addLabel(label);
        expect(await ledger.labels('ACCOUNT', 'b1/a1')).toEqual([label, later]);
        expect(await ledger.labels('RING', 'b1/a1')).toEqual([]);
        await expectWhole();
      });

      it('come twice without effect, and never change', async () => {
        await ledger.addLabel(label);
        await ledger.commit(sampleBatch(0, 1));
        await ledger.addLabel(label);
        await expect(ledger.addLabel({ ...label, value: 'LEGITIMATE' })).rejects.toMatchObject({
          code: 'ID_CONFLICT',
        });
        expect(await ledger.labels('ACCOUNT', 'b1/a1')).toEqual([label]);
        expect((await ledger.verify()).checked.auditEntries).toBe(2);
      });
    });

    describe('dead letters', () => {
      it('are kept with their bytes, in order of position', async () => {
        const deadLetters = [3, 1, 2].map((position) => sampleDeadLetter(position));
        await ledger.commit(sampleBatch(0, 0, { deadLetters }));
        const read = (limit: number) => walk(limit, (page) => ledger.deadLetters('file:sample', page));
        expect(await read(2)).toEqual([1, 2, 3].map((position) => sampleDeadLetter(position)));
        expect(await ledger.deadLetterCount('other')).toBe(0);
        await expectWhole();
      });

      it('that were delivered again are taken once', async () => {
        await ledger.commit(sampleBatch(0, 1, { deadLetters: [sampleDeadLetter(1)] }));
        await ledger.commit(sampleBatch(1, 1, { deadLetters: [sampleDeadLetter(1), sampleDeadLetter(2)] }));
        expect(await ledger.deadLetterCount('file:sample')).toBe(2);
        expect((await ledger.counts()).deadLetters).toBe(2);
        await expectWhole();
      });

      it('may quote what no text column can hold', async () => {
        const message = 'value "a\0b\ud800" is no amount, 💶 is none either';
        await ledger.commit(
          sampleBatch(0, 0, { deadLetters: [sampleDeadLetter(1, { message, raw: new Uint8Array() })] }),
        );
        const { items } = await ledger.deadLetters('file:sample', firstPage);
        expect(items[0]?.value.message).toBe('value "a\ufffdb\ufffd" is no amount, 💶 is none either');
        expect(items[0]?.value.raw).toEqual(new Uint8Array());
        await expectWhole();
      });
    });

    describe('the outbox', () => {
      it('stays empty unless it was asked for', async () => {
        await ledger.commit(sampleBatch(0, 3));
        expect(await ledger.outbox(10)).toEqual([]);
      });

      it('announces decisions, alert events and dead letters in order until they are acknowledged', async () => {
        const publishing = await open(true);
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
    });

    describe('limits and mistakes', () => {
      it('refuses a cursor of another list and what is no cursor', async () => {
        await ledger.commit(sampleBatch(0, 3));
        const { items } = await ledger.decisionsOfAccount('b1/a1', firstPage);
        const cursor = items[0]?.cursor ?? '';
        await expect(ledger.rings({ cursor, limit: 1 })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
        await expect(ledger.alerts({ cursor: 'nonsense', limit: 1 })).rejects.toMatchObject({
          code: 'INPUT_INVALID',
        });
      });

      it('asserts the limits of pages and reads', async () => {
        const small = await open(false, { pageMax: 2, readMax: 2 });
        expect(() => small.rings({ cursor: null, limit: 3 })).toThrow('page limit 3');
        expect(() => small.rings({ cursor: null, limit: 0 })).toThrow('page limit 0');
        expect(() => small.decisions(['a', 'b', 'c'])).toThrow('3 ids');
        expect(() => small.outbox(3)).toThrow('page limit 3');
      });
    });

    it('reports progress while it verifies', async () => {
      await ledger.commit(sampleBatch(0, 2));
      await ledger.commit(sampleBatch(2, 2));
      const seen: string[] = [];
      const { checked } = await ledger.verify((done, total) => seen.push(`${done}/${total}`));
      expect(seen.at(-1)).toBe('2/2');
      expect(checked).toEqual({ decisions: 4, ringEvents: 0, alertEvents: 0, auditEntries: 2 });
    });
  });
}
