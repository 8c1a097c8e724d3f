import { describe, expect, it } from 'vitest';
import {
  sampleBatch,
  sampleDeadLetter,
  sampleDecision,
  sampleRingEvent,
  sampleTransfer,
  sampleVersion,
} from '../ledger.samples.ts';
import { collect, type LedgerFixture } from './ledger-fixture.contract.ts';

/** Cases about commits. */
export function commitCases({ expectWhole, ledger, open }: LedgerFixture): void {
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
      await ledger().commit(sampleBatch(0, 1, { decisions: [decision] }));
      const stored = await ledger().decision('t1');
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
      await ledger().commit(sampleBatch(0, 3, { decisions }));
      const stored = (await collect(ledger().decisionsAfter(0, 10))).flat();
      expect(stored).toEqual(decisions);
    });

    it('moves the last sequence number, the position and the counts together', async () => {
      await ledger().commit(
        sampleBatch(0, 96, {
          deadLetters: [sampleDeadLetter(97)],
          positions: [{ source: 's', position: 97 }],
        }),
      );
      expect(await ledger().lastSeq()).toBe(96);
      expect(await ledger().position('s')).toBe(97);
      expect(await ledger().counts()).toEqual({
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
      await ledger().commit(sampleBatch(0, 1, { events }));
      expect(await ledger().lastSeq()).toBe(2);
      expect((await ledger().counts()).decisions).toBe(1);
      await expectWhole();
    });

    it('takes a batch without events: dead letters and positions alone', async () => {
      await ledger().commit(
        sampleBatch(0, 0, {
          deadLetters: [sampleDeadLetter(1)],
          positions: [{ source: 's', position: 1 }],
        }),
      );
      await ledger().commit(sampleBatch(0, 0, { positions: [{ source: 's', position: 5 }] }));
      expect(await ledger().lastSeq()).toBe(0);
      expect(await ledger().position('s')).toBe(5);
      expect(await ledger().deadLetterCount('file:sample')).toBe(1);
      await expectWhole();
    });

    it('moves the position when the same dead letter comes again from further on', async () => {
      const deadLetters = [sampleDeadLetter(1)];
      for (const position of [1, 7, 3]) {
        const positions = [{ source: 's', position }];
        await ledger().commit(sampleBatch(0, 0, { deadLetters, positions }));
      }
      expect(await ledger().position('s')).toBe(7);
      expect((await ledger().counts()).deadLetters).toBe(1);
      expect((await ledger().verify()).checked.auditEntries).toBe(1);
      await expectWhole();
    });

    it('refuses a gap, a repetition and a batch that starts too early, and writes nothing', async () => {
      await ledger().commit(sampleBatch(0, 3));
      const before = await ledger().decisionsDigest();
      await expect(ledger().commit(sampleBatch(4, 2))).rejects.toThrow('do not follow 3');
      await expect(ledger().commit(sampleBatch(1, 3))).rejects.toThrow('do not follow 3');
      const events = [sampleTransfer(4), sampleTransfer(6)];
      await expect(ledger().commit(sampleBatch(3, 2, { events }))).rejects.toThrow('impossible state');
      expect(await ledger().lastSeq()).toBe(3);
      expect(await ledger().position('file:sample')).toBe(3);
      expect(await ledger().decisionsDigest()).toBe(before);
      await expectWhole();
    });

    it('refuses a transfer without its decision and a decision without its transfer', async () => {
      await expect(ledger().commit(sampleBatch(0, 2, { decisions: [sampleDecision(1)] }))).rejects.toThrow(
        'transfer "t2"',
      );
      const decisions = [sampleDecision(1), sampleDecision(2), sampleDecision(3)];
      await expect(ledger().commit(sampleBatch(0, 2, { decisions }))).rejects.toThrow(
        '3 decisions for 2 transfers',
      );
      const swapped = [
        sampleDecision(1, { transactionId: 't2' }),
        sampleDecision(2, { transactionId: 't1' }),
      ];
      await expect(ledger().commit(sampleBatch(0, 2, { decisions: swapped }))).rejects.toThrow(
        'transfer "t1"',
      );
      expect(await ledger().lastSeq()).toBe(0);
    });

    it('refuses a second decision about one transaction', async () => {
      await ledger().commit(sampleBatch(0, 1));
      const { event } = sampleTransfer(1);
      const batch = sampleBatch(1, 1, {
        events: [{ seq: 2, event }],
        decisions: [sampleDecision(2, { transactionId: 't1' })],
      });
      await expect(ledger().commit(batch)).rejects.toThrow('impossible state');
      expect(await ledger().lastSeq()).toBe(1);
    });

    it('does nothing when the same batch comes again, since its answer may have been lost', async () => {
      const batch = sampleBatch(0, 3, {
        deadLetters: [sampleDeadLetter(4)],
        ringEvents: [sampleRingEvent('BORN', 'r1', 2)],
      });
      await ledger().commit(batch);
      await ledger().commit(batch);
      expect((await ledger().counts()).decisions).toBe(3);
      expect((await ledger().verify()).checked.auditEntries).toBe(1);
      await ledger().commit(sampleBatch(3, 1));
      await expect(ledger().commit(batch)).rejects.toThrow('do not follow 4');
    });

    it('commits in the order in which it was asked', async () => {
      await Promise.all([0, 2, 4, 6].map((lastSeq) => ledger().commit(sampleBatch(lastSeq, 2))));
      expect(await ledger().lastSeq()).toBe(8);
      await expectWhole();
    });

    it('lets only one of two writers with the same numbers win', async () => {
      const other = await open();
      const decisions = [sampleDecision(1, { latencyUs: 1 })];
      const results = await Promise.allSettled([
        ledger().commit(sampleBatch(0, 1)),
        other.commit(sampleBatch(0, 1, { decisions })),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect((await ledger().counts()).decisions).toBe(1);
      await expectWhole();
    });

    it('writes nothing of a batch whose last part fails', async () => {
      const deadLetters = [sampleDeadLetter(1), sampleDeadLetter(1)];
      await expect(ledger().commit(sampleBatch(0, 2, { deadLetters }))).rejects.toThrow('impossible state');
      expect(await ledger().lastSeq()).toBe(0);
      expect(await ledger().decision('t1')).toBeNull();
      await ledger().commit(sampleBatch(0, 2));
      await expectWhole();
    });

    it('refuses more events than the limit', async () => {
      const small = await open({ batchMax: 2 });
      await expect(small.commit(sampleBatch(0, 3))).rejects.toThrow('3 entries are more than 2');
      await small.commit(sampleBatch(0, 2));
    });

    it('answers FIELD_INVALID for text that cannot be stored', async () => {
      const decisions = [sampleDecision(1, { from: 'a\0b' })];
      await expect(ledger().commit(sampleBatch(0, 1, { decisions }))).rejects.toMatchObject({
        code: 'FIELD_INVALID',
      });
      await ledger().commit(sampleBatch(0, 1));
    });

    it('keeps several scoring versions apart', async () => {
      const other = { ...sampleVersion, modelHash: 'n'.repeat(64) };
      const decisions = [sampleDecision(1), sampleDecision(2, other), sampleDecision(3)];
      await ledger().commit(sampleBatch(0, 3, { decisions }));
      await ledger().commit(sampleBatch(3, 1, { decisions: [sampleDecision(4, other)] }));
      const hashes = (await collect(ledger().decisionsAfter(0, 10)))
        .flat()
        .map(({ modelHash }) => modelHash[0]);
      expect(hashes).toEqual(['m', 'n', 'm', 'n']);
      await expectWhole();
    });
  });
}
