import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorkerRunner } from '../../algorithms/worker/open-runner.ts';
import { openScoring } from '../../app/engine/open-engine.ts';
import { Random } from '../../base/random.ts';
import { hourlyConfig } from './course-config.ts';
import { seededInterruptions } from './interruptions.ts';
import { firstDifference, logLines } from './logs.ts';
import { runCourse, type ServiceParts } from './memory-service.ts';
import { foldLogs, type MemoryStores } from './memory-stores.ts';
import { identityFigures, type PlantedIdentity, plantedIdentities } from './ring-identity.ts';
import { noisyStream, type Stream } from './stream.ts';

const seeds = [1, 2, 3];
const size = { days: 30, transactions: 24_000, accounts: 1500, rings: 48 };
/** Late transfers, and reversals of transfers that no planted ring is made of: what is planted stays as it is. */
const noise = { delayed: 0.002, reversed: 0.002, reversesRings: false, labelled: 0 };
/** Of the planted rings that live on, with one id for their whole life. */
const oneIdShareMin = 0.95;

const config = hourlyConfig();
const runner = openWorkerRunner(config.algorithms);
let parts: ServiceParts;
const identities: PlantedIdentity[] = [];

beforeAll(async () => {
  parts = { config, runner, ...(await openScoring(config)) };
}, 60_000);
afterAll(async () => {
  await runner.close();
  await parts?.model.close();
});

describe.each(seeds)('thirty days of seed %i, with starts and ends of the service between', (seed) => {
  const random = new Random(seed).fork('thirty days');
  let stream: Stream;
  let stores: MemoryStores;

  beforeAll(async () => {
    stream = noisyStream({ ...size, seed }, noise);
    const interruptions = seededInterruptions(random, stream.events.length, 5, ['AFTER_COMMIT']);
    stores = await runCourse(stream.events, parts, { batchMax: 500, interruptions });
    identities.push(...plantedIdentities(stream.planted, stores.ringEvents));
  });

  test('finds most rings, and they live on', () => {
    const { tracked, livingOn } = identityFigures(plantedIdentities(stream.planted, stores.ringEvents));
    expect(tracked).toBeGreaterThan(stream.planted.length / 2);
    expect(livingOn).toBeGreaterThan(tracked * 0.9);
  });

  test('what is known of rings, evidence and alerts is the fold of the logs from empty', () => {
    expect(foldLogs(stores.ringEvents, stores.alertEvents)).toEqual(stores.folded);
  });

  test('the same events again, in other batches and with crashes, lead to the same logs to the byte', async () => {
    const interruptions = seededInterruptions(random, stream.events.length, 5);
    const batchMax = 1 + random.below(400);
    const again = await runCourse(stream.events, parts, { batchMax, interruptions });
    const course = JSON.stringify({ seed, batchMax, interruptions });
    expect(firstDifference(logLines(stores), logLines(again)), course).toBeNull();
  });
});

test(`at least ${oneIdShareMin * 100} % of the planted rings that live on keep one id`, () => {
  const { livingOn, oneId } = identityFigures(identities);
  console.log(`${oneId} of ${livingOn} planted rings that live on have one id`);
  const changed = identities.filter(({ carriers, livesOn }) => livesOn && carriers.length > 1);
  expect(oneId / livingOn, JSON.stringify(changed, null, 2)).toBeGreaterThanOrEqual(oneIdShareMin);
});
