import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openInThreadRunner } from '../../algorithms/worker/open-runner.ts';
import { dayMs, ManualClock } from '../../base/clock.ts';
import { type Config, parseConfig } from '../../base/config.ts';
import { accountKey, type SequencedEvent } from '../../graph/model/event.ts';
import type { StoredAccount } from '../../graph/store.ts';
import { simulate } from '../../simulator/simulate.ts';
import { inProcessEngine } from './divide.ts';
import { eventLog } from './event-log.samples.ts';
import { type RecomputeParts, recomputeCommunities } from './recompute-communities.ts';

const config = parseConfig({ communities: { windowMs: 12 * dayMs, annotateBatch: 16, pageEvents: 100 } });
const runner = openInThreadRunner(config.algorithms);

const events = [...simulate({ seed: 5, transactions: 900, accounts: 150, rings: 4, days: 30 })].map(
  ({ event }, place): SequencedEvent => ({ seq: place + 1, event }),
);

/** The communities of a store of which so many events are there, in the place of a store. */
class Accounts {
  communityIds = new Map<string, string | null>();
  annotated = 0;
  onAnnotate = () => {};

  store(stored: number): RecomputeParts['store'] {
    return {
      ...eventLog(events, stored),
      lastSeq: async () => stored,
      checkpoint: async () => stored,
      accounts: async (ids) =>
        new Map(
          ids.map((id) => [
            id,
            {
              communityId: this.communityIds.get(id) ?? null,
              ringId: id === firstKey ? 'ring-1' : null,
            } as StoredAccount,
          ]),
        ),
      annotate: async ({ accounts = [] }) => {
        for (const { id, communityId } of accounts) this.communityIds.set(id, communityId ?? null);
        this.annotated += 1;
        this.onAnnotate();
      },
    };
  }

  async recompute(
    stored: number,
    changed: Partial<Config['communities']> = {},
    signal = new AbortController().signal,
  ) {
    const parts = {
      store: this.store(stored),
      config: { ...config.communities, ...changed },
      engine: inProcessEngine(runner),
      clock: new ManualClock(0),
      signal,
      onProgress: () => {},
    };
    return recomputeCommunities(parts);
  }

  clone(): Accounts {
    const copy = new Accounts();
    copy.communityIds = new Map(this.communityIds);
    return copy;
  }
}

const first = events[0]!.event;
const firstKey = first.kind === 'transfer' ? accountKey(first.from) : '';

describe('recomputing the communities of a store', () => {
  it('writes each account its community, and nothing the second time', async () => {
    const accounts = new Accounts();
    const report = await accounts.recompute(400);
    expect(report).toMatchObject({ algorithm: 'leiden', engine: 'in-process', asOfSeq: 400 });
    expect(report.changedAccounts).toBe(report.accounts);
    expect(report.modularity).toBeGreaterThan(0.3);
    const ids = [...accounts.communityIds.values()];
    expect(new Set(ids).size).toBe(report.communities);
    const sizes = [...new Set(ids)].map((id) => ids.filter((one) => one === id).length);
    expect(Math.max(...sizes)).toBe(report.largest);
    expect(report.suspicious).toEqual([
      {
        communityId: accounts.communityIds.get(firstKey),
        accounts: expect.any(Number),
        inRings: 1,
        labelledFraud: 0,
      },
    ]);
    const { annotated } = accounts;
    expect(await accounts.recompute(400)).toEqual({ ...report, changedAccounts: 0 });
    expect(accounts.annotated).toBe(annotated);
  });

  it('keeps ids as the graph changes, and takes them from accounts that left the window', async () => {
    const accounts = new Accounts();
    await accounts.recompute(700);
    const before = new Map(accounts.communityIds);
    const report = await accounts.recompute(720);
    const same = [...before].filter(([account, id]) => accounts.communityIds.get(account) === id);
    expect(same.length / before.size).toBeGreaterThan(0.5);
    expect(new Set([...accounts.communityIds.values()].filter((id) => id !== null)).size).toBe(
      report.communities,
    );
    await accounts.recompute(720, { windowMs: 1 });
    expect([...accounts.communityIds.values()].filter((id) => id !== null).length).toBeLessThan(5);
  });

  it('goes on after it was interrupted at any place, to the ids that it would have led to', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 900 }),
        fc.integer({ min: 1, max: 900 }),
        fc.integer({ min: 1, max: 8 }),
        async (formerly, now, batches) => {
          const whole = new Accounts();
          await whole.recompute(formerly);
          const interrupted = whole.clone();
          await whole.recompute(now);
          const abort = new AbortController();
          interrupted.onAnnotate = () => {
            if (interrupted.annotated === batches) abort.abort();
          };
          await interrupted.recompute(now, {}, abort.signal).catch((error: unknown) => {
            expect(error).toMatchObject({ code: 'INTERRUPTED' });
          });
          await interrupted.recompute(now);
          expect(interrupted.communityIds).toEqual(whole.communityIds);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('refuses a window that is too large', async () => {
    await expect(new Accounts().recompute(400, { transfersMax: 10 })).rejects.toMatchObject({
      code: 'ALGORITHM_TOO_LARGE',
    });
    await expect(new Accounts().recompute(400, { accountsMax: 10 })).rejects.toMatchObject({
      code: 'SESSION_TOO_LARGE',
    });
  });

  it('has nothing to say of an empty store', async () => {
    const nothing = { asOfSeq: 0, accounts: 0, pairs: 0, communities: 0, largest: 0, changedAccounts: 0 };
    expect(await new Accounts().recompute(0)).toMatchObject({ ...nothing, modularity: 0, suspicious: [] });
  });
});
