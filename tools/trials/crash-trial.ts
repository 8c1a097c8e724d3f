import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../../base/random.ts';
import { checkAll } from './checks/check-all.ts';
import { compareUndisturbed } from './checks/undisturbed-run.ts';
import { progressMoment, randomMoment } from './crash-moment.ts';
import type { TrialContext } from './stage/run-trial.ts';
import type { ServiceProcess } from './stage/service-process.ts';
import { untilDrained } from './stage/until-drained.ts';
import { planTraffic } from './traffic/plan-traffic.ts';
import { TrafficFeed } from './traffic/traffic-feed.ts';

/** What happened to the service and its servers on the way. */
interface Tally {
  kills: number;
  neo4jRestarts: number;
  brokerRestarts: number;
  unexpectedExits: number;
  /** Starts that found events which were stored but not decided. */
  recoveries: number;
}

const serverAwayMaxMs = 2000;
/** What is there to consume after a server came back. */
const messagesAfterRestart = 200;
const name = 'a';

/**
 * Produces traffic, kills the service with SIGKILL at random moments, Neo4j once and the broker once under the running service, lets it finish,
 * and compares everything with what it should be and with an undisturbed embedded run of the same order.
 */
export async function crashTrial(context: TrialContext): Promise<object> {
  const { stage, seed, findings, signal, say } = context;
  const random = new Random(seed).fork('crash');
  const kills = context.number('kills');
  const plan = planTraffic({ seed, transactions: context.number('transactions') });
  const { topics } = stage.config.kafka;
  const feed = new TrafficFeed({ plan, stream: stage.stream, topics, random: random.fork('feed'), signal });
  const tally: Tally = { kills: 0, neo4jRestarts: 0, brokerRestarts: 0, unexpectedExits: 0, recoveries: 0 };
  const neo4jRound = random.below(kills);
  const brokerRound = random.below(kills);
  for (let round = 0; round < kills; round += 1) {
    feed.allow(Math.ceil((plan.length * (round + 1)) / (kills + 1)));
    const service = stage.serve(name);
    if (round === neo4jRound) await restart(context, 'neo4j', service, feed, random, tally);
    if (round === brokerRound) await restart(context, 'kafka', service, feed, random, tally);
    const moment = await randomMoment({ service, feed, random, signal, ledger: stage.ledger });
    say(`kill ${round + 1} of ${kills}, ${moment}`);
    await kill(context, service, tally);
  }
  await finish(context, feed, tally);
  say('checking');
  const counts = await checkAll(stage, plan, stage.data(name), findings);
  findings.expect(
    kills < 20 || tally.recoveries > 0,
    'no start found work to finish: the kills came at the wrong moments',
  );
  say('comparing with an undisturbed run');
  const embedded = join(stage.folder, 'undisturbed');
  const compared = await compareUndisturbed(stage.config, stage.data(name), embedded, random, findings);
  return { ...tally, ...counts, ...compared };
}

/** Kills a server under the running service, starts it again after a while, and sees the service go on. */
async function restart(
  { stage, signal, say }: TrialContext,
  server: 'neo4j' | 'kafka',
  service: ServiceProcess,
  feed: TrafficFeed,
  random: Random,
  tally: Tally,
): Promise<void> {
  const parts = { service, feed, random, signal, ledger: stage.ledger };
  const moment = await progressMoment(parts);
  say(`killing ${server} under the service, ${moment}`);
  await stage.server(server).kill();
  await pause(random.below(serverAwayMaxMs), undefined, { signal });
  await stage.server(server).start();
  feed.allow(feed.allowed + messagesAfterRestart);
  await progressMoment(parts);
  if (server === 'neo4j') tally.neo4jRestarts += 1;
  else tally.brokerRestarts += 1;
}

async function kill({ findings }: TrialContext, service: ServiceProcess, tally: Tally): Promise<void> {
  service.send('SIGKILL');
  const { code, signal } = await service.ended;
  if (service.hasRecovered) tally.recoveries += 1;
  if (signal === 'SIGKILL') {
    tally.kills += 1;
    return;
  }
  tally.unexpectedExits += 1;
  findings.add(`the service ended by itself with ${signal ?? `code ${code}`}: ${service.logTail}`);
}

/** Sends the rest, lets the service decide and publish everything, and ends it cleanly. */
async function finish(context: TrialContext, feed: TrafficFeed, tally: Tally): Promise<void> {
  const { stage, findings, say } = context;
  const service = stage.serve(name);
  await feed.finish();
  say('everything is sent; waiting until it is decided');
  await untilDrained(stage, [service]);
  if (service.hasRecovered) tally.recoveries += 1;
  const code = await stage.end(service);
  findings.expect(code === 0, `the service ended with code ${code} on SIGTERM: ${service.logTail}`);
}
