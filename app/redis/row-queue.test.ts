import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Decision } from '../../scoring/decision-model.ts';
import { cacheDecision } from '../../scoring/feature-cache.contract.ts';
import { rolesOf } from '../../scoring/feature-cache.ts';
import { RowQueue } from './row-queue.ts';

const accounts = fc.constantFrom('A', 'B', 'C', 'D', 'E');
const step = fc.oneof(
  fc.record({ kind: fc.constant('offer' as const), from: accounts, to: accounts }),
  fc.record({ kind: fc.constant('repeat' as const), back: fc.nat(5) }),
  fc.record({ kind: fc.constant('begin' as const), count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('finish' as const) }),
);

test('what it calls done is written, however offers, repeats, drops and writes are mixed', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 2, max: 8 }), (steps, rowsMax) => {
      const queue = new RowQueue(rowsMax);
      const offered: Decision[] = [];
      const written = new Map<string, number>();
      let writing: ReturnType<RowQueue['first']> = [];
      for (const next of steps) {
        if (next.kind === 'offer') {
          offered.push(cacheDecision(offered.length + 1, next.from, next.to));
          queue.offer(offered.at(-1) as Decision);
        } else if (next.kind === 'repeat') {
          const again = offered.at(-1 - next.back);
          if (again !== undefined) queue.offer(again);
        } else if (next.kind === 'begin') {
          writing = queue.first(next.count);
        } else {
          for (const { role, account, decision } of writing) {
            const key = `${role} ${account}`;
            written.set(key, Math.max(written.get(key) ?? 0, decision.seq));
          }
          queue.remove(writing);
          writing = [];
        }
        expect(queue.size).toBeLessThanOrEqual(rowsMax);
        const done = queue.doneSeq();
        for (const decision of offered.filter(({ seq }) => seq <= done)) {
          for (const [role, account] of rolesOf(decision))
            expect(written.get(`${role} ${account}`) ?? 0).toBeGreaterThanOrEqual(decision.seq);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('an account with many transfers takes one place in each role, and keeps it', () => {
  const queue = new RowQueue(10);
  for (let seq = 1; seq <= 100; seq += 1) queue.offer(cacheDecision(seq, 'HUB', seq === 1 ? 'A' : 'HUB'));
  expect([queue.size, queue.dropped, queue.doneSeq()]).toEqual([3, 0, 0]);
  expect(queue.first(1)).toMatchObject([{ role: 'out', account: 'HUB', decision: { seq: 100 } }]);
});

test('a gap stays until it is seen to, and comes back when that fails', () => {
  const queue = new RowQueue(2);
  queue.offer(cacheDecision(1, 'A', 'B'));
  expect(queue.hasGap).toBe(false);
  queue.offer(cacheDecision(2, 'C', 'D'));
  expect([queue.hasGap, queue.dropped, queue.doneSeq()]).toEqual([true, 2, 0]);
  queue.remove(queue.first(2));
  expect(queue.doneSeq()).toBe(0);
  const gap = queue.closeGap();
  expect([queue.hasGap, queue.doneSeq()]).toEqual([false, 2]);
  queue.reopenGap(gap);
  expect([queue.hasGap, queue.doneSeq()]).toEqual([true, 0]);
});
