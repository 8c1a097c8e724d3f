import { isDeepStrictEqual } from 'node:util';
import { openService, type Service } from '../../../app/open-service.ts';
import { openStores, type Stores } from '../../../app/open-stores.ts';
import { systemClock } from '../../../base/clock.ts';
import { type Config, parseConfig } from '../../../base/config.ts';
import { openLog } from '../../../base/log.ts';
import type { Random } from '../../../base/random.ts';
import type { GraphEvent } from '../../../graph/model/event.ts';
import { scoredState } from '../../../test/crash/end-state.ts';
import type { Findings } from './findings.ts';

/** Whether an undisturbed run of the same events in the same order gave the same. */
export interface Comparison {
  readonly decisionsEqual: boolean;
  readonly ringsEqual: boolean;
  readonly alerts: number;
  readonly rings: number;
}

const pageSize = 1000;
const batchMax = 300;

/**
 * Reads the events of the servers in sequence order, puts them through an embedded service in a fresh data folder in batches of random
 * sizes, and compares: decisions bit for bit, then rings, alerts, and what of them is in the graph. No service may run on the servers.
 */
export async function compareUndisturbed(
  config: Config,
  serverData: string,
  embeddedData: string,
  random: Random,
  findings: Findings,
): Promise<Comparison> {
  const log = openLog('error');
  const stores = await openStores({ ...config, data: serverData }, systemClock, log);
  try {
    const { session, motifs, structure, scoring, rings } = config;
    const embedded = parseConfig({ session, motifs, structure, scoring, rings, data: embeddedData });
    const service = await openService(embedded, systemClock, log);
    try {
      await replay(stores, service, random);
      return await compare(stores, service, findings);
    } finally {
      await service.close();
    }
  } finally {
    await stores.close();
  }
}

async function replay({ graph }: Stores, { engine }: Service, random: Random): Promise<void> {
  let waiting: GraphEvent[] = [];
  const process = async (events: readonly GraphEvent[]) => {
    if (events.length > 0) await engine.process({ events, refuse: null, deadLetters: [], positions: [] });
  };
  for await (const page of graph.eventsAfter(0, pageSize)) {
    waiting.push(...page.map(({ event }) => event));
    for (let size = random.between(1, batchMax); size <= waiting.length; size = random.between(1, batchMax)) {
      await process(waiting.slice(0, size));
      waiting = waiting.slice(size);
    }
  }
  await process(waiting);
}

async function compare(disturbed: Stores, undisturbed: Stores, findings: Findings): Promise<Comparison> {
  const [one, other] = [await scoredState(disturbed), await scoredState(undisturbed)];
  const decisionsEqual = one.digest === other.digest;
  findings.expect(decisionsEqual, 'the decisions are not those of an undisturbed run');
  let ringsEqual = true;
  for (const part of ['rings', 'alerts', 'annotated'] as const) {
    const isEqual = isDeepStrictEqual(one[part], other[part]);
    findings.expect(isEqual, `the ${part} are not those of an undisturbed run`);
    ringsEqual &&= isEqual;
  }
  return { decisionsEqual, ringsEqual, alerts: one.alerts.length, rings: one.rings.length };
}
