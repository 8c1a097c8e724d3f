import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../base/clock.ts';
import type { CommunityJob, CommunityPoint } from './community-job.ts';
import { CommunitySchedule } from './community-schedule.ts';

const settings = { everyMs: 100, delayTransfers: 3 };

/** A job that answers the point that it was asked for, after so many turns of the event loop. */
function job(turns: () => number, begun: number[] = []): CommunityJob {
  return {
    compute: async ({ seq }: CommunityPoint) => {
      begun.push(seq);
      for (let left = turns(); left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
      return { asOfSeq: seq, communityOf: () => seq };
    },
  };
}

const at = (times: readonly number[]) => times.map((now, place) => ({ seq: place + 1, now }));

/** For each transfer the point whose result took effect with it, null for none. */
async function effects(schedule: CommunitySchedule, transfers: readonly CommunityPoint[]) {
  const seen: (number | null)[] = [];
  for (const { seq, now } of transfers)
    seen.push((await schedule.observeTransfer(seq, now))?.asOfSeq ?? null);
  return seen;
}

const open = (parts: CommunityJob = job(() => 0), changed = settings) =>
  new CommunitySchedule(changed, parts, new ManualClock(0));

/** Times that never fall, as those of a session. */
const times = fc
  .array(fc.constantFrom(0, 1, 20, 60, 250), { maxLength: 40 })
  .map((steps) =>
    steps.map((_, place) => steps.slice(0, place + 1).reduce<number>((sum, step) => sum + step, 0)),
  );

describe('the schedule of communities', () => {
  it('has its points where the time passes a multiple, and their effect a fixed number of transfers later', async () => {
    const begun: number[] = [];
    const transfers = at([50, 99, 100, 150, 160, 170, 180, 199, 450, 451]);
    expect(await effects(open(job(() => 0, begun)), transfers)).toEqual([
      ...Array(5).fill(null),
      3,
      ...Array(4).fill(null),
    ]);
    expect(begun).toEqual([3, 9]);
  });

  it('lets a result take effect with the next point when its delay is longer', async () => {
    const transfers = at([50, 100, 200, 300, 310, 320, 330]);
    expect(await effects(open(), transfers)).toEqual([null, null, 2, 3, null, null, 4]);
  });

  it('does the same however slow the job is, and after a restart at any place, which begins only what is under way', async () => {
    await fc.assert(
      fc.asyncProperty(times, fc.nat(5), fc.nat(40), async (moments, turns, split) => {
        const transfers = at(moments);
        const whole = await effects(open(), transfers);
        expect(await effects(open(job(() => turns)), transfers)).toEqual(whole);
        const begun: number[] = [];
        const reopened = open(job(() => turns, begun));
        for (const { seq, now } of transfers.slice(0, split)) reopened.replayTransfer(seq, now);
        expect(begun).toEqual([]);
        reopened.resume();
        expect(begun.length).toBeLessThanOrEqual(1);
        expect(await effects(reopened, transfers.slice(split))).toEqual(whole.slice(split));
      }),
    );
  });

  it('says how long it was waited for, and counts what was refused', async () => {
    const clock = new ManualClock(0);
    const slow: CommunityJob = {
      compute: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        clock.advanceMs(7);
        return null;
      },
    };
    const schedule = new CommunitySchedule({ ...settings, delayTransfers: 1 }, slow, clock);
    expect(await effects(schedule, at([1, 100, 101]))).toEqual([null, null, null]);
    expect(schedule.counts).toEqual({ waits: 1, waitedUs: 7000, refused: 1 });
    expect(schedule.asOfSeq).toBe(0);
  });

  it('fails where the result was to take effect', async () => {
    const schedule = open({ compute: async () => Promise.reject(new Error('a defect')) });
    await effects(schedule, at([1, 100, 101, 102]));
    await expect(schedule.observeTransfer(5, 103)).rejects.toThrow('a defect');
  });
});
