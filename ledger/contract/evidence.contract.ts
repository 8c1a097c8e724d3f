import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noEvidence } from '../../scoring/rings/fold.ts';
import {
  sampleBatch,
  sampleMember,
  sampleRingEvent,
  sampleRingTransfer,
  sampleTie,
} from '../ledger.samples.ts';
import { type LedgerFixture, walk } from './ledger-fixture.contract.ts';
import { drawEvents, draws } from './random-ring-events.contract.ts';

/** Cases about what speaks for a ring. */
export function evidenceCases({ expectWhole, ledger, open, sql }: LedgerFixture): void {
  describe('evidence of rings', () => {
    const [t1, t2, t3] = [1, 2, 3].map((seq) => sampleRingTransfer(seq)) as [Transfer, Transfer, Transfer];
    const device = sampleTie(['a', 'b'], 2);
    const card = sampleTie(['a', 'c'], 2, { kind: 'card', strength: 'HARD', weight: 5e-324 });
    const born = sampleRingEvent('BORN', 'r1', 2, {
      joined: ['a', 'b', 'c'].map((account) => sampleMember(account, 2)),
      transfersAdded: 2,
      transfers: [t1, t2],
      ties: [card, device],
    });
    const evidenceOf = async (ringId: string) => (await ledger().ringEvidence([ringId])).get(ringId);

    it('comes back field by field, in its events and as their fold', async () => {
      const transfer = sampleRingTransfer(3, {
        transactionId: '{"t"}',
        from: 'bank "one"/a\\1',
        to: "{ü,'💶'}",
        amountMinor: Number.MAX_SAFE_INTEGER,
        referenceCents: 0,
        score: 0.1 + 0.2,
      });
      const tie = sampleTie(['{ü', '💶'], 3, { identifier: '"d"\\ ,' });
      const grew = sampleRingEvent('GREW', 'r1', 3, {
        cause: 'MOTIF',
        transfers: [transfer],
        ties: [tie],
        retracted: [1],
      });
      await ledger().commit(sampleBatch(0, 3, { ringEvents: [born, grew] }));
      expect(await ledger().ringEvents('r1')).toEqual([born, grew]);
      expect(await walk(1, (page) => ledger().ringEventPage('r1', page))).toEqual([grew, born]);
      expect(await evidenceOf('r1')).toEqual({ transfers: [t2, transfer], ties: [card, tie, device] });
      expect(await ledger().ring('r1')).toMatchObject({ transferCount: 2 });
      await expectWhole();
    });

    it('takes texts of any length that an event may have', async () => {
      const [first, second, identifier] = ['a', 'b', 'd'].map((letter) => letter + '語'.repeat(600));
      const tie = sampleTie([first ?? '', second ?? ''], 2, { identifier: identifier ?? '' });
      await ledger().commit(sampleBatch(0, 2, { ringEvents: [{ ...born, ties: [tie] }] }));
      expect((await evidenceOf('r1'))?.ties).toEqual([tie]);
    });

    it('loses what was retracted and the ties of accounts that left; a tie that comes again is replaced', async () => {
      await ledger().commit(sampleBatch(0, 2, { ringEvents: [born] }));
      const shrank = sampleRingEvent('SHRANK', 'r1', 3, { cause: 'REVERSAL', left: ['c'], retracted: [2] });
      const again = { ...device, weight: 7, at: 8 };
      const grew = sampleRingEvent('GREW', 'r1', 4, { transfers: [t3], ties: [again] });
      await ledger().commit(sampleBatch(2, 1, { ringEvents: [{ ...shrank, transfersAdded: 0 }] }));
      expect(await evidenceOf('r1')).toEqual({ transfers: [t1], ties: [device] });
      await ledger().commit(sampleBatch(3, 1, { ringEvents: [grew] }));
      expect(await evidenceOf('r1')).toEqual({ transfers: [t1, t3], ties: [again] });
      await expectWhole();
    });

    it('goes over to the ring that takes over', async () => {
      const other = sampleRingEvent('BORN', 'r2', 3, { transfers: [t3] });
      const ringEvents = [
        born,
        other,
        sampleRingEvent('MERGED', 'r1', 4, { otherRingId: 'r2', left: ['a', 'b', 'c'] }),
        sampleRingEvent('GREW', 'r2', 4, {
          ordinal: 1,
          cause: 'RING',
          joined: born.joined,
          transfers: [t1, t2],
          ties: [device, card],
        }),
      ];
      await ledger().commit(sampleBatch(0, 4, { ringEvents }));
      expect(await evidenceOf('r1')).toEqual(noEvidence);
      expect(await evidenceOf('r2')).toEqual({ transfers: [t1, t2, t3], ties: [card, device] });
      await expectWhole();
    });

    it('of transfers stays with a ring that was closed, and is there when it opens again', async () => {
      const left = ['a', 'b', 'c'];
      const closed = sampleRingEvent('CLOSED', 'r1', 3, { cause: 'LABEL', left, retracted: [1] });
      await ledger().commit(sampleBatch(0, 3, { ringEvents: [born, closed] }));
      const kept = { transfers: [t2], ties: [] };
      expect(await evidenceOf('r1')).toEqual(kept);
      expect((await ledger().ring('r1'))?.members).toEqual([]);
      const { rings, evidence } = await ledger().openState(0, 0);
      expect(rings.map(({ id, status }) => `${id} ${status}`)).toEqual(['r1 CLOSED']);
      expect(evidence).toEqual(new Map([['r1', kept]]));
      const joined = ['a', 'b'].map((account) => sampleMember(account, 4));
      const reopened = sampleRingEvent('REOPENED', 'r1', 4, { joined, transfers: [t3] });
      await ledger().commit(sampleBatch(3, 1, { ringEvents: [reopened] }));
      expect(await evidenceOf('r1')).toEqual({ transfers: [t2, t3], ties: [] });
      expect((await ledger().ring('r1'))?.members.map(({ account }) => account)).toEqual(['a', 'b']);
      await expectWhole();
    });

    it.each([
      ['was retracted before', { retracted: [1] }],
      ['was never there', { retracted: [4] }],
      ['is there already', { transfers: [sampleRingTransfer(2)] }],
    ])('refuses a transfer that %s, and writes nothing', async (_, changes) => {
      const grew = sampleRingEvent('GREW', 'r1', 3, { retracted: [1], transfersAdded: 0 });
      await ledger().commit(sampleBatch(0, 3, { ringEvents: [born, grew] }));
      const bad = sampleRingEvent('GREW', 'r1', 4, { ...changes, transfersAdded: 0 });
      await expect(ledger().commit(sampleBatch(3, 1, { ringEvents: [bad] }))).rejects.toThrow();
      expect(await ledger().lastSeq()).toBe(3);
      await expectWhole();
    });

    it('is the fold of any events, however they are spread over commits', async () => {
      let run = 0;
      let last = 0;
      const property = fc.asyncProperty(draws, async (list) => {
        run += 1;
        const { commits, folded, lastSeq } = drawEvents(list, last, `run-${run}`);
        for (const ringEvents of commits) {
          const end = ringEvents.at(-1)?.seq ?? last;
          await ledger().commit(sampleBatch(last, end - last, { ringEvents }));
          last = end;
        }
        expect(last).toBe(lastSeq);
        const ids = [...folded.keys()];
        const expected = ids.map((id) => [id, folded.get(id)?.evidence]);
        expect([...(await ledger().ringEvidence(ids))]).toEqual(expected);
        const rings = await ledger().ringsById(ids);
        for (const id of ids) expect(rings.get(id)).toEqual(folded.get(id)?.ring);
      });
      await fc.assert(property, { numRuns: 40, seed: 4 });
      await expectWhole();
      const { rings, evidence } = await (await open({ pageMax: 3 })).openState(0, 0);
      expect([...evidence.keys()]).toEqual(rings.map(({ id }) => id));
    });

    it('that was changed in the tables is found', async () => {
      await ledger().commit(sampleBatch(0, 2, { ringEvents: [born] }));
      await sql('update ring_transfer set amount_minor = amount_minor + 1 where seq = 1');
      await sql(`delete from ring_tie where kind = 'card'`);
      const { problems } = await ledger().verify();
      expect(problems.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
        'ring_transfer r1',
        'ring_tie r1',
      ]);
    });
  });
}

type Transfer = ReturnType<typeof sampleRingTransfer>;
