import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Decision } from './decision-model.ts';
import { type DecisionLog, type FeatureCache, roleRow } from './feature-cache.ts';
import { featureSet } from './features/registry.ts';

/** Opens caches that share one set of rows, which are this test's own. */
export interface MadeFeatureCaches {
  /** Another process on the same rows, when rows can be shared; else the same cache. */
  open(): Promise<FeatureCache>;
  /** Removes all rows; caches of before are not used again. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** A decision about a transfer from one account to the other; everything in it follows from its sequence number. */
export function cacheDecision(
  seq: number,
  from: string,
  to: string,
  change: Partial<Decision> = {},
): Decision {
  return {
    seq,
    transactionId: `t${seq}`,
    at: 1_700_000_000_000 + seq,
    seenAt: 1_700_000_000_500 + seq,
    from,
    to,
    amountMinor: seq,
    currency: 'EUR',
    verdict: seq % 3 === 0 ? 'REVIEW' : 'ALLOW',
    score: 1 / (seq + 1),
    reasons: [],
    features: Float64Array.from(featureSet.names, (_, index) => seq / 7 - index * 1e-9),
    late: false,
    ringId: null,
    alertId: null,
    latencyUs: 1,
    featureSetHash: featureSet.hash,
    modelHash: 'model',
    ruleSetHash: 'rules',
    ...change,
  };
}

/** The decisions of a ledger that is a list. */
export function logOf(decisions: readonly Decision[]): DecisionLog {
  return {
    lastSeq: async () => Math.max(0, ...decisions.map(({ seq }) => seq)),
    decisionsAfter: async function* (afterSeq, pageSize) {
      const later = decisions.filter(({ seq }) => seq > afterSeq).sort((a, b) => a.seq - b.seq);
      for (let start = 0; start < later.length; start += pageSize) yield later.slice(start, start + pageSize);
    },
  };
}

/** What every feature cache must do. */
export function describeFeatureCache(name: string, make: () => Promise<MadeFeatureCaches>): void {
  describe(`${name} keeps the contract of FeatureCache`, () => {
    let made: MadeFeatureCaches;
    beforeAll(async () => {
      made = await make();
    });
    beforeEach(() => made.clear());
    afterAll(() => made.close());

    it('has the latest transfer of an account as sender and as receiver, to the last bit', async () => {
      const cache = await made.open();
      expect(await cache.row('B1/A')).toBeNull();
      const decisions = [
        cacheDecision(1, 'B1/A', 'B1/B'),
        cacheDecision(2, 'B1/A', 'B1/C', { score: 0.1 + 0.2 }),
        cacheDecision(3, 'B1/B', 'B1/A', { at: -1 }),
      ];
      cache.offer(decisions);
      await cache.settle();
      const [first, second, third] = decisions.map(roleRow);
      expect(await cache.row('B1/A')).toEqual({ account: 'B1/A', updatedSeq: 3, out: second, in: third });
      expect(await cache.row('B1/B')).toEqual({ account: 'B1/B', updatedSeq: 3, out: third, in: first });
      expect(await cache.row('B1/C')).toEqual({ account: 'B1/C', updatedSeq: 2, out: null, in: second });
      expect(Object.keys(second?.features ?? {})).toEqual(featureSet.names);
      expect([cache.queued, cache.dropped]).toEqual([0, 0]);
    });

    it('has one transfer in both roles when an account pays itself', async () => {
      const cache = await made.open();
      const decision = cacheDecision(5, 'B1/A', 'B1/A');
      cache.offer([decision]);
      await cache.settle();
      const row = roleRow(decision);
      expect(await cache.row('B1/A')).toEqual({ account: 'B1/A', updatedSeq: 5, out: row, in: row });
    });

    it('ends in the same rows whatever comes twice, out of order, or from two processes', async () => {
      const pairs = fc.array(fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.constantFrom('A', 'B', 'C')), {
        minLength: 1,
        maxLength: 12,
      });
      await fc.assert(
        fc.asyncProperty(pairs, fc.infiniteStream(fc.nat()), async (transfers, order) => {
          await made.clear();
          const decisions = transfers.map(([from, to], index) => cacheDecision(index + 1, from, to));
          const [one, other] = [await made.open(), await made.open()];
          const shuffled = [...decisions, ...decisions]
            .map((decision) => ({ decision, place: order.next().value as number }))
            .sort((a, b) => a.place - b.place);
          for (const { decision, place } of shuffled) (place % 2 === 0 ? one : other).offer([decision]);
          await Promise.all([one.settle(), other.settle()]);
          for (const account of ['A', 'B', 'C'])
            expect(await one.row(account)).toEqual(naiveRow(account, decisions));
        }),
        { numRuns: 15 },
      );
    });

    it('does not name the numbers of another feature set, and leaves none of an older transfer behind', async () => {
      const cache = await made.open();
      const other = cacheDecision(2, 'A', 'B', { featureSetHash: 'other', features: Float64Array.of(1, 2) });
      cache.offer([cacheDecision(1, 'A', 'B')]);
      await cache.settle();
      cache.offer([other]);
      await cache.settle();
      expect((await cache.row('A'))?.out).toEqual({ ...roleRow(other), features: {} });
      cache.offer([cacheDecision(3, 'A', 'B')]);
      await cache.settle();
      expect((await cache.row('A'))?.out).toEqual(roleRow(cacheDecision(3, 'A', 'B')));
    });

    it('is whole after a rebuild, and says up to where', async () => {
      const decisions = Array.from({ length: 1200 }, (_, index) =>
        cacheDecision(index + 1, `A${index % 40}`, `A${(index * 7) % 40}`),
      );
      const cache = await made.open();
      cache.offer(decisions.slice(1190));
      await cache.settle();
      expect(await cache.writtenSeq()).toBe(0);
      await cache.rebuild(logOf(decisions));
      expect(await cache.writtenSeq()).toBe(1200);
      for (let account = 0; account < 40; account += 1)
        expect(await cache.row(`A${account}`)).toEqual(naiveRow(`A${account}`, decisions));
      cache.offer([cacheDecision(1201, 'A1', 'A2')]);
      await cache.settle();
      expect(await cache.writtenSeq()).toBe(1201);
    });

    it('forgets the rows of another ledger, whose numbers were higher', async () => {
      const earlier = await made.open();
      await earlier.rebuild(logOf([cacheDecision(900, 'A', 'B'), cacheDecision(901, 'C', 'D')]));
      const decisions = [cacheDecision(1, 'A', 'E')];
      const cache = await made.open();
      await cache.rebuild(logOf(decisions));
      expect(await cache.row('A')).toEqual(naiveRow('A', decisions));
      expect(await cache.row('C')).toBeNull();
      expect(await cache.writtenSeq()).toBe(1);
    });
  });
}

function naiveRow(account: string, decisions: readonly Decision[]) {
  const out = decisions.filter(({ from }) => from === account).at(-1);
  const received = decisions.filter(({ to }) => to === account).at(-1);
  if (out === undefined && received === undefined) return null;
  return {
    account,
    updatedSeq: Math.max(out?.seq ?? 0, received?.seq ?? 0),
    out: out === undefined ? null : roleRow(out),
    in: received === undefined ? null : roleRow(received),
  };
}
