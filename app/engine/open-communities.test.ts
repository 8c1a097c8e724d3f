import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hourMs, systemClock } from '../../base/clock.ts';
import { type Config, parseConfig } from '../../base/config.ts';
import { openLog } from '../../base/log.ts';
import type { RingEvent } from '../../scoring/rings/model.ts';
import { simulate } from '../../simulator/simulate.ts';
import { openService, type Service } from '../open-service.ts';

const batchMax = 40;
const log = openLog('silent');
const events = [...simulate({ seed: 3, accounts: 200, transactions: 800, rings: 5, days: 6 })].map(
  ({ event }) => event,
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anel-communities-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Few transfers are looked at by themselves, so that communities have something to find. */
const configOf = (name: string, changed: Partial<Config['communities']> = {}) =>
  parseConfig({
    data: join(folder, name),
    scoring: { reviewScore: 0.3 },
    rings: { triggerScoreMin: 0.9, bornWeightMin: 0.4 },
    communities: { everyMs: 12 * hourMs, delayTransfers: 60, pageEvents: 50, ...changed },
  });

async function ringEvents({ ledger }: Service): Promise<RingEvent[]> {
  const all: RingEvent[] = [];
  for await (const page of ledger.ringEventsAfter(0, 1000)) all.push(...page);
  return all;
}

/** Scores all events, with a restart after every so many batches; answers the ring events and what the last process folded. */
async function scored(config: Config, restartEvery: number): Promise<RingEvent[]> {
  let service = await openService(config, systemClock, log);
  for (let start = 0, batches = 1; start < events.length; start += batchMax, batches += 1) {
    const batch = { refuse: null, deadLetters: [], positions: [] };
    await service.engine.process({ ...batch, events: events.slice(start, start + batchMax) });
    if (batches % restartEvery > 0) continue;
    await service.engine.settle();
    await service.close();
    service = await openService(config, systemClock, log);
  }
  const found = await ringEvents(service);
  await service.engine.settle();
  await service.close();
  return found;
}

it('folds the same communities into the rings however often it is restarted, each once', async () => {
  const whole = await scored(configOf('whole'), Number.POSITIVE_INFINITY);
  expect(whole.map(({ cause }) => cause)).toContain('COMMUNITY');
  expect(await scored(configOf('restarted'), 3)).toEqual(whole);
  const without = await scored(configOf('without', { enabled: false }), Number.POSITIVE_INFINITY);
  expect(without.map(({ cause }) => cause)).not.toContain('COMMUNITY');
});
