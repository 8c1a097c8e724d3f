import { join } from 'node:path';
import { Random } from '../../base/random.ts';
import { checkAll } from './checks/check-all.ts';
import { compareUndisturbed } from './checks/undisturbed-run.ts';
import { progressMoment } from './crash-moment.ts';
import type { TrialContext } from './stage/run-trial.ts';
import type { ServiceProcess } from './stage/service-process.ts';
import { untilDrained } from './stage/until-drained.ts';
import { waitFor } from './stage/wait-for.ts';
import { planTraffic } from './traffic/plan-traffic.ts';
import { TrafficFeed } from './traffic/traffic-feed.ts';

/** A service with the name of its data folder. */
interface Named {
  readonly name: string;
  readonly process: ServiceProcess;
}

/** The service that scores and the one that stands by. */
interface Pair {
  readonly active: Named;
  readonly standby: Named;
}

/** How one change of the active scorer went. */
interface Change {
  readonly epochs: readonly [before: number, after: number];
  /** From the stop, or from the request to end, until the other one had the lease, and until it was ready to score. */
  readonly leaseTakenMs: number;
  readonly activeMs: number;
  /** From the request to go on, or to end, until the former scorer had ended. */
  readonly endedMs: number;
}

/** Where the traffic of a trial is. */
interface Flow {
  readonly feed: TrafficFeed;
  readonly random: Random;
  /** Lets the next part of the traffic be sent. */
  more(): void;
}

/** The former scorer has this long to notice that it is superseded. */
const endMaxMs = 30_000;
/** After a clean end the standby asks for the lease again within half a second. */
const handoverMaxMs = 2000;
/** Parts of the traffic that one round sends: before the stop, while it lasts, and after it. */
const partsOfRound = 3;

/**
 * Two services on the same servers. The active one is stopped (SIGSTOP) in the middle of its work until the other one has taken over, then
 * continued: it must end by itself and change nothing. Roles change with every round; one more change is a clean handover.
 */
export async function zombieTrial(context: TrialContext): Promise<object> {
  const { stage, seed, findings, signal, say } = context;
  const random = new Random(seed).fork('zombie');
  const rounds = context.number('rounds');
  const plan = planTraffic({ seed, transactions: context.number('transactions') });
  const { topics } = stage.config.kafka;
  const feed = new TrafficFeed({ plan, stream: stage.stream, topics, random: random.fork('feed'), signal });
  const parts = partsOfRound * rounds + 2;
  let part = 0;
  const more = () => feed.allow(Math.ceil((plan.length * ++part) / parts));
  const flow: Flow = { feed, random, more };

  let pair = await startPair(context);
  const stops: Change[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const change = await stopAndContinue(context, pair, flow);
    stops.push(change);
    say(`round ${round + 1} of ${rounds}: ${JSON.stringify(change)}`);
    pair = await swapped(context, pair);
  }
  const handover = await handOver(context, pair, flow);
  say(`clean handover: ${JSON.stringify(handover)}`);
  pair = await swapped(context, pair);
  await feed.finish();
  await untilDrained(stage, [pair.active.process, pair.standby.process]);
  for (const { process } of [pair.standby, pair.active]) {
    const code = await stage.end(process);
    findings.expect(code === 0, `a service ended with code ${code} on SIGTERM: ${process.logTail}`);
  }
  say('checking');
  const data = stage.data(pair.active.name);
  const counts = await checkAll(stage, plan, data, findings);
  const embedded = join(stage.folder, 'undisturbed');
  const compared = await compareUndisturbed(stage.config, data, embedded, random, findings);
  return { rounds: stops, handover, ...counts, ...compared };
}

async function startPair(context: TrialContext): Promise<Pair> {
  const [one, other] = ['a', 'b'] as const;
  const active = { name: one, process: context.stage.serve(one) };
  await until(context, 'the first service to be active', active.process, () => active.process.isActive);
  return { active, standby: await standBy(context, other) };
}

/** Starts a service beside the active one, and waits until it answers. */
async function standBy(context: TrialContext, name: string): Promise<Named> {
  const process = context.stage.serve(name);
  await until(context, 'a service to stand by', process, () => process.url !== null);
  context.findings.expect(!process.isActive, 'a second service became active beside the first');
  return { name, process };
}

/** The one that took over is active; the one that ended is started again and stands by. */
async function swapped(context: TrialContext, { active, standby }: Pair): Promise<Pair> {
  return { active: standby, standby: await standBy(context, active.name) };
}

async function stopAndContinue(
  context: TrialContext,
  { active, standby }: Pair,
  flow: Flow,
): Promise<Change> {
  const { stage, signal, findings, say } = context;
  const { ledger } = stage;
  const { feed, random, more } = flow;
  more();
  const moment = await progressMoment({ service: active.process, ledger, feed, random, signal });
  const before = (await ledger.progress()).epoch;
  active.process.send('SIGSTOP');
  const stoppedMs = performance.now();
  say(`stopped ${active.name}, ${moment}`);
  more();
  const taken = await takeover(context, standby.process, before, stoppedMs);
  await progressMoment({ service: standby.process, ledger, feed, random, signal });
  active.process.send('SIGCONT');
  const continuedMs = performance.now();
  more();
  await until(context, 'the former scorer to end', null, () => !active.process.isAlive, endMaxMs);
  const { code } = await active.process.ended;
  const endedMs = Math.round(performance.now() - continuedMs);
  findings.expect(code === 1, `the former scorer ended with code ${code}: ${active.process.logTail}`);
  findings.expect(
    active.process.logTail.includes('SUPERSEDED'),
    `the former scorer did not say that it was superseded: ${active.process.logTail}`,
  );
  findings.expect(standby.process.isAlive, `the new scorer ended: ${standby.process.logTail}`);
  return { ...taken, endedMs };
}

async function handOver(context: TrialContext, { active, standby }: Pair, flow: Flow): Promise<Change> {
  const { stage, signal, findings } = context;
  const { ledger } = stage;
  flow.more();
  await progressMoment({ service: active.process, ledger, feed: flow.feed, random: flow.random, signal });
  const before = (await ledger.progress()).epoch;
  const askedMs = performance.now();
  const ending = stage
    .end(active.process)
    .then((code) => ({ code, endedMs: Math.round(performance.now() - askedMs) }));
  ending.catch(() => {}); // told where it is waited for
  const taken = await takeover(context, standby.process, before, askedMs);
  const { code, endedMs } = await ending;
  findings.expect(code === 0, `the scorer ended with code ${code} on SIGTERM: ${active.process.logTail}`);
  const lateMs = taken.leaseTakenMs - endedMs;
  findings.expect(lateMs < handoverMaxMs, `the standby took the lease ${lateMs} ms after the clean end`);
  return { ...taken, endedMs };
}

/** Waits until a service has taken the lease with a new epoch and scores. */
async function takeover(context: TrialContext, service: ServiceProcess, before: number, sinceMs: number) {
  const sinceThen = () => Math.round(performance.now() - sinceMs);
  let after = before;
  const hasTaken = async () => {
    after = (await context.stage.ledger.progress()).epoch;
    return after > before;
  };
  await until(context, 'the standby to take the lease', service, hasTaken);
  const leaseTakenMs = sinceThen();
  await until(context, 'the standby to become active', service, () => service.isActive);
  const epochs = [before, after] as const;
  return { epochs, leaseTakenMs, activeMs: sinceThen() };
}

/** Waits until something holds. Throws when a service that it depends on ends before. */
function until(
  { signal }: TrialContext,
  what: string,
  service: ServiceProcess | null,
  holds: () => boolean | Promise<boolean>,
  limitMs?: number,
): Promise<true> {
  const options = { signal, ...(limitMs === undefined ? {} : { limitMs }) };
  return waitFor(what, options, async () => {
    if (await holds()) return true;
    if (service?.isAlive === false) throw new Error(`a service ended by itself: ${service.logTail}`);
    return undefined;
  });
}
