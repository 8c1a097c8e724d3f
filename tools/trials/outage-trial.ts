import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../../base/random.ts';
import { checkAll } from './checks/check-all.ts';
import { OutageSampler, type Sample } from './outage-sampler.ts';
import type { TrialContext } from './stage/run-trial.ts';
import type { ServiceProcess } from './stage/service-process.ts';
import { untilDrained } from './stage/until-drained.ts';
import { waitFor } from './stage/wait-for.ts';
import { planTraffic } from './traffic/plan-traffic.ts';
import { TrafficFeed } from './traffic/traffic-feed.ts';

/** Steady traffic before the outage. */
const steadySeconds = 20;
/** Traffic until the service has caught up. */
const catchUpSeconds = 60;
/** What is sent before: servers that have just started are slow for a while. */
const warmingMessages = 2000;
/** What was stored just before the server went may still be decided for so long. */
const settleMs = 5000;
/** How much the heap may grow beyond its steady peak: the queues of the consumer, twice. */
const heapGrowthMaxMiB = 64;
const drainMaxMs = 300_000;
const feedEveryMs = 50;
const name = 'a';

/** A service under steady traffic, and what is watched about it. */
interface Scene {
  readonly service: ServiceProcess;
  readonly feed: TrafficFeed;
  readonly sampler: OutageSampler;
  readonly rate: number;
}

/** What was seen of the service before, during and after the time without the server. */
interface Seen {
  readonly before: readonly Sample[];
  readonly during: readonly Sample[];
  readonly after: readonly Sample[];
  /** Decisions that were made while the server was away, those aside that were under way. */
  readonly decisionsDuringOutage: number;
  readonly drainedAfterSeconds: number;
}

/**
 * The service scores steady traffic while Neo4j, or the broker, is away for a while. It must stay alive in flat memory, decide nothing that
 * is not stored, and catch up afterwards.
 */
export async function outageTrial(context: TrialContext): Promise<object> {
  const { stage, seed, findings, signal, say } = context;
  const [rate, seconds] = [context.number('rate'), context.number('seconds')];
  const server = context.flag('broker') ? 'kafka' : 'neo4j';
  const plan = planTraffic({ seed, transactions: rate * (steadySeconds + seconds + catchUpSeconds) });
  const { topics } = stage.config.kafka;
  const random = new Random(seed).fork('outage');
  const feed = new TrafficFeed({ plan, stream: stage.stream, topics, random, signal });
  const service = stage.serve(name);
  await waitFor('the service to be active', { signal }, () => service.isActive || undefined);
  const sampler = new OutageSampler(stage, service, feed);
  let stopFeeding = () => {};
  let seen: Seen;
  try {
    const scene = { service, feed, sampler, rate };
    feed.allow(warmingMessages);
    await untilCaughtUp(context, scene);
    stopFeeding = feedSteadily(feed, rate);
    seen = await outage(context, server, scene);
    stopFeeding();
    await feed.finish();
    await untilDrained(stage, [service]);
    await sampler.close();
  } finally {
    stopFeeding();
    await sampler.close().catch(() => {});
  }
  const code = await stage.end(service);
  findings.expect(code === 0, `the service ended with code ${code} on SIGTERM: ${service.logTail}`);
  say('checking');
  const counts = await checkAll(stage, plan, stage.data(name), findings);
  return { server, secondsAway: seconds, ratePerSecond: rate, ...figuresOf(seen), ...counts };
}

/** Takes a server away for the time that was asked for, and waits until the service has caught up. */
async function outage(context: TrialContext, server: 'neo4j' | 'kafka', scene: Scene): Promise<Seen> {
  const { stage, findings, signal, say } = context;
  const { sampler } = scene;
  const awayMs = context.number('seconds') * 1000;
  await sampler.take();
  await pause(steadySeconds * 1000, undefined, { signal });
  const before = await sampler.take();
  say(`${server} goes away; steady: ${summaryOf(before)}`);
  await stage.server(server).stop();
  await pause(Math.min(settleMs, awayMs), undefined, { signal });
  const settled = await sampler.sample();
  await pause(Math.max(0, awayMs - settleMs), undefined, { signal });
  const during = await sampler.take();
  say(`${server} comes back; while it was away: ${summaryOf(during)}`);
  await stage.server(server).start();
  const backMs = performance.now();
  const inGraph = await stage.graph.lastSeq();
  await untilCaughtUp(context, scene);
  const drainedAfterSeconds = Math.round((performance.now() - backMs) / 100) / 10;
  const after = await sampler.take();
  say(`drained after ${drainedAfterSeconds} s: ${summaryOf(after)}`);
  const { lastSeq, decisions } = during.at(-1) as Sample;
  const decisionsDuringOutage = decisions - settled.decisions;
  findings.expect(
    inGraph >= lastSeq,
    `the ledger had decided ${lastSeq} events when the graph held ${inGraph}`,
  );
  findings.expect(
    server !== 'neo4j' || decisionsDuringOutage === 0,
    `${decisionsDuringOutage} decisions were made while the graph was away`,
  );
  checkSamples(context, before, during);
  return { before, during, after, decisionsDuringOutage, drainedAfterSeconds };
}

/** Waits until no more waits than comes in a second. Throws when the service ends. */
async function untilCaughtUp(
  { signal }: TrialContext,
  { service, feed, sampler, rate }: Scene,
): Promise<void> {
  await waitFor('the lag to drain', { signal, limitMs: drainMaxMs, everyMs: 250 }, async () => {
    const { isAlive, lag } = await sampler.sample();
    if (!isAlive) throw new Error(`the service ended by itself: ${service.logTail}`);
    return feed.allowed - feed.sent <= rate && lag <= rate ? true : undefined;
  });
}

function figuresOf({ before, during, after, decisionsDuringOutage, drainedAfterSeconds }: Seen): object {
  return {
    heapBeforeMiB: peak(before, 'heapMiB'),
    heapPeakMiB: peak(during, 'heapMiB'),
    heapDrainingPeakMiB: peak(after, 'heapMiB'),
    rssPeakMiB: peak([...before, ...during, ...after], 'rssMiB'),
    lagPeak: peak([...during, ...after], 'lag'),
    drainedAfterSeconds,
    decisionsDuringOutage,
  };
}

/** Allows as many messages as the time that has passed asks for, until the answer is called. */
function feedSteadily(feed: TrafficFeed, ratePerSecond: number): () => void {
  const [startMs, first] = [performance.now(), feed.allowed];
  const timer = setInterval(
    () => feed.allow(first + Math.floor(((performance.now() - startMs) / 1000) * ratePerSecond)),
    feedEveryMs,
  );
  return () => clearInterval(timer);
}

function checkSamples(
  { findings }: TrialContext,
  before: readonly Sample[],
  during: readonly Sample[],
): void {
  findings.expect(
    during.every(({ isAlive }) => isAlive),
    'the service ended while the server was away',
  );
  const [steady, away] = [peak(before, 'heapMiB'), peak(during, 'heapMiB')];
  findings.expect(
    steady !== null && away !== null && away <= steady + heapGrowthMaxMiB,
    `the heap grew from ${steady} to ${away} MiB while the server was away`,
  );
}

/** The highest value of the samples that have one. */
function peak(samples: readonly Sample[], key: 'heapMiB' | 'rssMiB' | 'lag'): number | null {
  const values = samples.map((sample) => sample[key]).filter((value) => value !== null);
  return values.length === 0 ? null : Math.max(...values);
}

function summaryOf(samples: readonly Sample[]): string {
  const { lag, decisions } = samples.at(-1) as Sample;
  const [heap, rss] = [peak(samples, 'heapMiB'), peak(samples, 'rssMiB')];
  return `${decisions} decisions, lag ${lag}, heap up to ${heap} MiB, rss up to ${rss} MiB`;
}
