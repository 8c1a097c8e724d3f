import { expect, test } from 'vitest';
import { openInThreadRunner } from '../../algorithms/worker/open-runner.ts';
import { openService, type Service } from '../../app/open-service.ts';
import { scoreSource } from '../../app/score/score-source.ts';
import { simulationSource } from '../../app/score/simulation-source.ts';
import { systemClock } from '../../base/clock.ts';
import { openLog } from '../../base/log.ts';
import type { RingEvent } from '../../scoring/rings/model.ts';
import { simulate } from '../../simulator/simulate.ts';
import { temporaryFolder, testTimeoutMs } from '../cli/test-data.ts';
import { scoredState } from '../crash/end-state.ts';
import { hourlyConfig } from './course-config.ts';
import { runCourse } from './memory-service.ts';
import { foldLogs } from './memory-stores.ts';

const simulation = simulate({ seed: 3, days: 10, transactions: 2500, accounts: 450, rings: 15 });
const scoring = { reviewScore: 0.05, rejectScore: 0.6 };
const rings = { linkScoreMin: 0.02, bornWeightMin: 0.4 };
const events = [...simulation].map(({ event }, place) => ({ seq: place + 1, event }));
const stops = [700, 701, 1900];
const quiet = { onDecision: () => {}, onProgress: () => {}, signal: new AbortController().signal };

async function ringEventsOf({ ledger }: Service): Promise<readonly RingEvent[]> {
  const events: RingEvent[] = [];
  for await (const page of ledger.ringEventsAfter(0, 500)) events.push(...page);
  return events;
}

/** In an order that neither pages nor maps decide. */
function byId<T extends { readonly id: string }>(all: Iterable<T>): readonly T[] {
  return [...all].sort((a, b) => (a.id < b.id ? -1 : 1));
}

test(
  'the embedded service, closed and opened again, has the rings, events and alerts of the simulation in memory',
  async () => {
    const config = hourlyConfig({ data: temporaryFolder(), scoring, rings, ingest: { batchMax: 90 } });
    const runner = openInThreadRunner(config.algorithms);
    for (const limit of [...stops, null]) {
      const service = await openService(config, systemClock, openLog('silent'));
      try {
        await scoreSource(service, simulationSource(simulation), { ...quiet, limit });
        const ringEvents = await ringEventsOf(service);
        const state = await scoredState(service);
        expect(byId(foldLogs(ringEvents, []).rings.values())).toEqual(byId(state.rings));
        if (limit !== null) continue;
        const course = { batchMax: 500, interruptions: [] };
        const parts = { config, rules: service.rules, model: service.model, runner };
        const memory = await runCourse(events, parts, course);
        expect(ringEvents.length).toBeGreaterThan(100);
        expect(ringEvents).toEqual(memory.ringEvents);
        expect(byId(state.alerts)).toEqual(byId(memory.folded.alerts.values()));
      } finally {
        await service.close();
      }
    }
  },
  testTimeoutMs * 3,
);
