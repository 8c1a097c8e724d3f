import { afterAll, beforeAll, expect, test } from 'vitest';
import { OnDemandCommunities } from '../../app/live/community-runs.ts';
import { ManualClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { openLog } from '../../base/log.ts';
import { accountKey } from '../../graph/model/event.ts';
import { simulate } from '../../simulator/simulate.ts';
import { eventually } from '../../test/cli/eventually.ts';
import type { CommunityRuns } from '../services.ts';
import { openTestApi, type TestApi } from '../testing/open-test-api.ts';

const simulation = simulate({ seed: 5, transactions: 300, accounts: 120, rings: 2 });
const events = [...simulation].map(({ event }) => event);
let api: TestApi;
let runs: OnDemandCommunities;

beforeAll(async () => {
  // The stores are there once the API is.
  const communities: CommunityRuns = {
    get last() {
      return runs.last;
    },
    begin: (algorithm) => runs.begin(algorithm),
  };
  api = await openTestApi({ services: { communities } });
  const clock = new ManualClock(Date.UTC(2026, 0, 20));
  runs = new OnDemandCommunities({
    graph: api.stores.graph,
    config: parseConfig({}),
    clock,
    log: openLog('silent'),
  });
  await api.stores.graph.append(events);
}, 60_000);

afterAll(async () => {
  await runs.close();
  await api.close();
});

const begin = 'mutation { recomputeCommunities { algorithm running startedAt report { accounts } } }';
const last = `{ communityRun { algorithm running failure report {
  algorithm engine asOfSeq accounts pairs communities largest changedAccounts suspicious { communityId accounts inRings labelledFraud }
} } }`;

interface Run {
  readonly running: boolean;
  readonly report: Readonly<Record<string, number>>;
}

const ended = () =>
  eventually('the end of the run', async () => {
    const run = (await api.query(last)).data?.['communityRun'] as unknown as Run;
    return run.running ? undefined : run;
  });

test('a recomputation is begun, and the last one says how it went', async () => {
  expect((await api.query(last)).data).toEqual({ communityRun: null });
  const { data } = await api.query(begin);
  expect(data?.['recomputeCommunities']).toEqual({
    algorithm: 'LEIDEN',
    running: true,
    startedAt: '2026-01-20T00:00:00.000Z',
    report: null,
  });
  const { report } = await ended();
  expect(report).toMatchObject({ algorithm: 'LEIDEN', engine: 'in-process', asOfSeq: 300, suspicious: [] });
  expect(report['changedAccounts']).toBe(report['accounts']);
  const account = await api.stores.graph.account(accountKey(events[0]!.from));
  expect(account?.communityId).toMatch(/^community-[0-9a-f]{12}$/);
});

test('one at a time, and by the algorithm that is asked for', async () => {
  const text = 'mutation { recomputeCommunities(algorithm: COMPONENTS) { algorithm } }';
  const [one, other] = await Promise.all([api.query(text), api.query(text)]);
  const errors = [...(one.errors ?? []), ...(other.errors ?? [])];
  expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED' } }]);
  expect(await ended()).toMatchObject({ algorithm: 'COMPONENTS', failure: null });
});
