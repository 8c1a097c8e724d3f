import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partition } from '../algorithms/communities/partition.ts';
import {
  openInThreadRunner,
  openWorkerRunner,
  type ShippedRunner,
} from '../algorithms/worker/open-runner.ts';
import { openScoring } from '../app/engine/open-engine.ts';
import { dayMs, systemClock } from '../base/clock.ts';
import { type Config, parseConfig } from '../base/config.ts';
import { Random } from '../base/random.ts';
import {
  accountKey,
  type GraphEvent,
  type SequencedEvent,
  type TransferEvent,
} from '../graph/model/event.ts';
import { applyEvent } from '../graph/session/replay-session.ts';
import type { Session } from '../graph/session/session.ts';
import { simulate } from '../simulator/simulate.ts';
import { targetsOf } from '../test/naive/streams.arbitrary.ts';
import type { CommunityJob } from './communities/community-job.ts';
import { CommunitySchedule } from './communities/community-schedule.ts';
import { communityResult, sessionCommunities } from './communities/session-communities.ts';
import type { Decision } from './decision-model.ts';
import { openFeatureState } from './features/feature-state.ts';
import { foldAlert, foldEvidence, foldRing, noEvidence } from './rings/fold.ts';
import type { Alert, AlertEvent, Ring, RingEvent, RingEvidence } from './rings/model.ts';
import { type Scored, Scorer, type ScorerParts } from './scorer.ts';
import type { Structure } from './structure/structure.ts';

const seed = 77;

/** Low thresholds and small limits, so that a short stream meets every kind of event and every limit. */
const config = parseConfig({
  session: { structureEveryTransfers: 250, structureDelayTransfers: 60, windowMs: 4 * dayMs },
  scoring: { reviewScore: 0.08, rejectScore: 0.9 },
  rings: {
    dormantAfterMs: dayMs / 2,
    openMax: 6,
    membersMax: 20,
    linksMax: 150,
    linkDegreeMax: 12,
    bornWeightMin: 0.4,
    triggerScoreMin: 0.2,
    mergeShareMin: 0.7,
  },
  communities: { delayTransfers: 40 },
});

/** Simulated rings, with events that come late, are taken back or move no money mixed in. */
function stream(): SequencedEvent[] {
  const random = new Random(seed);
  const events: GraphEvent[] = [];
  const delayed: { readonly at: number; readonly event: TransferEvent }[] = [];
  const options = { accounts: 500, transactions: 3000, rings: 15, days: 20, seed };
  for (const [place, { event }] of [...simulate(options)].entries()) {
    while (delayed.length > 0 && delayed[0]!.at <= place) events.push(delayed.shift()!.event);
    if (random.chance(0.03)) delayed.push({ at: place + random.pick([10, 100, 400]), event });
    else events.push(event);
    const base = { id: `extra ${place}`, at: event.at, seenAt: event.at };
    const reversed = random.pick(events);
    if (random.chance(0.03) && reversed.kind === 'transfer') {
      events.push({ kind: 'reversal', ...base, reverses: reversed.id });
    } else if (random.chance(0.02)) {
      events.push({
        kind: 'log',
        ...base,
        account: event.from,
        action: 'address changed',
        device: `d${place % 20}`,
      });
    }
  }
  return events.map((event, place) => ({ seq: place + 1, event }));
}

const events = stream();
const targets = targetsOf(events);
const inThread = openInThreadRunner(config.algorithms);
const inWorker = openWorkerRunner(config.algorithms);
let scoring: Awaited<ReturnType<typeof openScoring>>;

interface Opened {
  readonly scorer: Scorer;
  readonly session: Session;
  readonly structure: Structure;
  readonly communities: CommunitySchedule | null;
}

/** A job that goes by the log, as one on a store does, and is as slow as it is told to be. */
function logJob(session: Session, turns = 0): CommunityJob {
  return {
    compute: async ({ seq, now }) => {
      for (let left = turns; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
      const known = events.filter((one) => one.seq <= seq);
      const reversed = new Set(
        known.flatMap(({ event }) => (event.kind === 'reversal' ? event.reverses : [])),
      );
      const windowStart = now - config.communities.windowMs;
      const ends: (readonly [number, number])[] = [];
      for (const { event } of known) {
        if (event.kind !== 'transfer' || event.at <= windowStart || reversed.has(event.id)) continue;
        const [from, to] = [event.from, event.to].map((one) => session.accountKeys.find(accountKey(one)));
        if (from !== to) ends.push([from!, to!]);
      }
      const sources = Int32Array.from(ends, ([from]) => from);
      const targets = Int32Array.from(ends, ([, to]) => to);
      const weights = new Float64Array(ends.length).fill(1);
      const edges = { nodeCount: session.accountCount, sources, targets, weights };
      return communityResult(seq, partition(edges, config.communities));
    },
  };
}

function open(
  settings: Config,
  state: ScorerParts['open'] = { rings: [], evidence: new Map(), closedMembers: new Map(), alerts: [] },
  runner: ShippedRunner = inThread,
  communities = (session: Session): CommunitySchedule | null =>
    new CommunitySchedule(settings.communities, logJob(session), systemClock),
): Opened {
  const clock = systemClock;
  const { session, structure, context } = openFeatureState(settings, { runner, clock });
  const schedule = communities(session);
  const scorer = new Scorer({
    context,
    ...scoring,
    config: settings,
    clock,
    communities: schedule,
    open: state,
  });
  return { scorer, session, structure, communities: schedule };
}

async function decide({ scorer }: Opened, items: readonly SequencedEvent[], split: number): Promise<Scored> {
  const decisions: Decision[] = [];
  const ringEvents: RingEvent[] = [];
  const alertEvents: AlertEvent[] = [];
  for (let start = 0; start < items.length; start += split) {
    const scored = await scorer.decide(items.slice(start, start + split), targets);
    decisions.push(...scored.decisions);
    ringEvents.push(...scored.ringEvents);
    alertEvents.push(...scored.alertEvents);
  }
  return { decisions, ringEvents, alertEvents };
}

/** Everything but the latency, to the bit. */
function bits({ decisions, ringEvents, alertEvents }: Scored) {
  const line = ({ latencyUs: _, features, ...rest }: Decision) =>
    JSON.stringify({ ...rest, features: Buffer.from(features.buffer).toString('base64') });
  return { decisions: decisions.map(line), ringEvents, alertEvents };
}

const after = (seq: number, { decisions, ringEvents, alertEvents }: Scored): Scored => ({
  decisions: decisions.filter((one) => one.seq > seq),
  ringEvents: ringEvents.filter((one) => one.seq > seq),
  alertEvents: alertEvents.filter((one) => one.seq > seq),
});

/** A scorer as a start opens it after `seq`: a replayed session, the folds of the ledger, the decisions of the window. */
async function reopened(seq: number, whole: Scored): Promise<Opened> {
  const rings = new Map<string, Ring>();
  const evidence = new Map<string, RingEvidence>();
  const alerts = new Map<string, Alert>();
  for (const event of whole.ringEvents.filter((one) => one.seq <= seq)) {
    rings.set(event.ringId, foldRing(rings.get(event.ringId) ?? null, event));
    evidence.set(event.ringId, foldEvidence(evidence.get(event.ringId) ?? noEvidence, event));
  }
  for (const event of whole.alertEvents.filter((one) => one.seq <= seq)) {
    alerts.set(event.alertId, foldAlert(alerts.get(event.alertId) ?? null, event));
  }
  const held = [...rings.values()].filter(({ status }) => status !== 'MERGED');
  const closings = whole.ringEvents.filter((one) => one.seq <= seq && one.kind === 'CLOSED');
  const closedMembers = new Map(closings.map(({ ringId, left }) => [ringId, left]));
  const raised = [...alerts.values()].filter(({ status }) => status !== 'MERGED');
  const opened = open(config, { rings: held.reverse(), evidence, closedMembers, alerts: raised });
  for (const item of events.filter((one) => one.seq <= seq)) {
    if (applyEvent(opened.session, item, targets) === null) continue;
    await opened.structure.observeTransfer();
    opened.communities?.replayTransfer(item.seq, opened.session.now);
  }
  opened.communities?.resume();
  const oldest = opened.session.oldestSeq();
  const recalled = whole.decisions.filter((one) => one.seq >= oldest && one.seq <= seq);
  const labels = events.flatMap(({ seq: at, event }) => (event.kind === 'label' ? [{ seq: at, event }] : []));
  opened.scorer.recall(recalled, {
    reversed: opened.session.reversedSeqs(),
    labels: labels.filter((label) => label.seq > oldest && label.seq <= seq),
  });
  return opened;
}

describe('the scorer, with the model and the rules that ship', () => {
  let whole: Scored;

  beforeAll(async () => {
    scoring = await openScoring(config);
    whole = await decide(open(config), events, events.length);
  }, 60_000);
  afterAll(async () => {
    await inWorker.close();
    await scoring.model.close();
  });

  it('meets every kind of event in this stream', () => {
    const kinds = <T>(all: readonly T[]) => [...new Set(all)].sort();
    expect(kinds(whole.decisions.map(({ verdict }) => verdict))).toEqual(['ALLOW', 'REJECT', 'REVIEW']);
    expect(kinds(whole.decisions.map(({ late }) => late))).toEqual([false, true]);
    const ringKinds = ['BORN', 'CLOSED', 'DORMANT', 'GREW', 'MERGED', 'REOPENED', 'SHRANK'];
    expect(kinds(whole.ringEvents.map(({ kind }) => kind))).toEqual(ringKinds);
    expect(kinds(whole.alertEvents.map(({ kind }) => kind))).toEqual([
      'CLOSED',
      'ESCALATED',
      'EXTENDED',
      'MERGED',
      'RAISED',
    ]);
    const tied = whole.ringEvents.filter(({ ties }) => ties.length > 0);
    expect(kinds(tied.flatMap(({ ties }) => ties.map(({ strength }) => strength)))).toEqual(['HARD', 'SOFT']);
    expect(kinds(tied.map(({ cause }) => cause))).toContain('SHARED_IDENTIFIER');
  });

  it('makes one decision a transfer, in sequence order, with the alert of each flagged one', () => {
    const transfers = events.filter(({ event }) => event.kind === 'transfer').map(({ seq }) => seq);
    expect(whole.decisions.map(({ seq }) => seq)).toEqual(transfers);
    for (const { verdict, reasons, alertId, ringId, score, seq } of whole.decisions) {
      expect(new Set(reasons).size).toBe(reasons.length);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      if (verdict === 'ALLOW') {
        expect([alertId !== null, ringId !== null]).toEqual(Array(2).fill(reasons.includes('RING_MEMBER')));
      } else
        expect(whole.alertEvents.some((event) => event.seq === seq && event.alertId === alertId)).toBe(true);
    }
  });

  it.each([1, 7, 32, 100])('decides alike when the events come %i at a time', async (split) => {
    expect(bits(await decide(open(config), events, split))).toEqual(bits(whole));
  });

  it('decides alike whatever the batch of the model', async () => {
    const settings = { ...config, scoring: { ...config.scoring, modelBatchMax: 3 } };
    expect(bits(await decide(open(settings), events, 100))).toEqual(bits(whole));
  });

  it.each([1, 100])('decides alike when a worker computes the structure, %i at a time', async (split) => {
    const opened = open(config, undefined, inWorker);
    expect(bits(await decide(opened, events, split))).toEqual(bits(whole));
  });

  it.each([1, 100])('decides alike when communities are slow to come, %i events at a time', async (split) => {
    const opened = open(config, undefined, inThread, (session) => {
      return new CommunitySchedule(config.communities, logJob(session, 50), systemClock);
    });
    expect(bits(await decide(opened, events, split))).toEqual(bits(whole));
    const { communities } = opened;
    expect(communities?.asOfSeq).toBeGreaterThan(0);
  });

  it('finds rings in communities and in the densest group, and none of them without', async () => {
    const causes = (scored: Scored) => new Set(scored.ringEvents.map(({ cause }) => cause));
    const recomputed = ['COMMUNITY', 'DENSE_GROUP'];
    expect(recomputed.filter((cause) => causes(whole).has(cause as never))).toEqual(recomputed);
    const without = await decide(
      open(config, undefined, inThread, () => null),
      events,
      100,
    );
    expect(recomputed.filter((cause) => causes(without).has(cause as never))).toEqual([]);
  });

  it('decides alike whatever the batch when the session is divided', async () => {
    const ofSession = (session: Session) => sessionCommunities(session, config, inThread, systemClock);
    const runs = [1, 100].map(async (split) =>
      bits(await decide(open(config, undefined, inThread, ofSession), events, split)),
    );
    const [one, other] = await Promise.all(runs);
    expect(one).toEqual(other);
  });

  it.each([1, 400, 1111, 1700, 2222, 2900, 3100])(
    'decides alike after a restart behind event %i',
    async (seq) => {
      const resumed = await decide(await reopened(seq, whole), events.slice(seq), 50);
      expect(bits(resumed)).toEqual(bits(after(seq, whole)));
    },
  );
});
