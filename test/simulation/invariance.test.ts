import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorkerRunner } from '../../algorithms/worker/open-runner.ts';
import { openScoring } from '../../app/engine/open-engine.ts';
import { dayMs } from '../../base/clock.ts';
import { hourlyConfig } from './course-config.ts';
import { firstDifference, logLines } from './logs.ts';
import { type Course, crashPoints, runCourse, type ServiceParts } from './memory-service.ts';
import type { MemoryStores } from './memory-stores.ts';
import { noisyStream } from './stream.ts';

/** Low thresholds and small limits, so that a short stream meets every kind of event. */
const rings = {
  dormantAfterMs: dayMs / 3,
  closedKeptMs: 3 * dayMs,
  suppressionMs: 3 * dayMs,
  membersMax: 20,
  linkDegreeMax: 12,
  linkScoreMin: 0.02,
  bornWeightMin: 0.4,
};
const settings = {
  session: { structureEveryTransfers: 250, structureDelayTransfers: 60, windowMs: 4 * dayMs },
  scoring: { reviewScore: 0.05, rejectScore: 0.6 },
};
const worlds = {
  roomy: hourlyConfig({ ...settings, rings }),
  'full of rings': hourlyConfig({ ...settings, rings: { ...rings, openMax: 4, evidenceTransfersMax: 12 } }),
  'short of links': hourlyConfig({ ...settings, rings: { ...rings, linksMax: 150 } }),
};
const noise = { delayed: 0.03, reversed: 0.02, reversesRings: true, labelled: 0.01 };
const { events } = noisyStream({ seed: 77, days: 10, transactions: 2500, accounts: 450, rings: 15 }, noise);
const runs = 5;

const courses: fc.Arbitrary<Course> = fc.record({
  batchMax: fc.constantFrom(1, 7, 500),
  interruptions: fc
    .uniqueArray(
      fc.record({ seq: fc.integer({ min: 1, max: events.length }), point: fc.constantFrom(...crashPoints) }),
      { maxLength: 4, selector: ({ seq }) => seq },
    )
    .map((all) => all.sort((a, b) => a.seq - b.seq)),
});

describe.each(Object.entries(worlds))('a world %s', (_name, config) => {
  const runner = openWorkerRunner(config.algorithms);
  let parts: ServiceParts;
  let whole: MemoryStores;

  beforeAll(async () => {
    parts = { config, runner, ...(await openScoring(config)) };
    whole = await runCourse(events, parts, { batchMax: events.length, interruptions: [] });
  });
  afterAll(async () => {
    await runner.close();
    await parts?.model.close();
  });

  test('meets the kinds of events', () => {
    const kinds = (all: readonly { readonly kind: string }[]) => [...new Set(all.map(({ kind }) => kind))];
    const ringKinds = ['BORN', 'GREW', 'DORMANT', 'REOPENED', 'MERGED'];
    expect(kinds(whole.ringEvents)).toEqual(expect.arrayContaining(ringKinds));
    expect(kinds(whole.alertEvents)).toEqual(expect.arrayContaining(['RAISED', 'EXTENDED', 'MERGED']));
    expect(whole.ringEvents.length).toBeGreaterThan(100);
  });

  test.each([1, 7, 500])('batches of %i lead to the same logs to the byte', async (batchMax) => {
    const other = await runCourse(events, parts, { batchMax, interruptions: [] });
    expect(firstDifference(logLines(whole), logLines(other))).toBeNull();
  });

  test('so do batches with starts, ends and crashes anywhere', async () => {
    const property = fc.asyncProperty(courses, async (course) => {
      const other = await runCourse(events, parts, course);
      expect(firstDifference(logLines(whole), logLines(other))).toBeNull();
    });
    await fc.assert(property, { seed: 77, numRuns: runs, interruptAfterTimeLimit: 120_000 });
  });
});
