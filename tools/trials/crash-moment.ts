import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../base/random.ts';
import type { ServiceProcess } from './stage/service-process.ts';
import { waitFor } from './stage/wait-for.ts';
import type { TrafficFeed } from './traffic/traffic-feed.ts';
import type { LedgerView } from './views/ledger-view.ts';

/** What a moment is chosen by. */
export interface MomentParts {
  readonly service: ServiceProcess;
  readonly ledger: LedgerView;
  readonly feed: TrafficFeed;
  readonly random: Random;
  readonly signal: AbortSignal;
}

const startDelayMaxMs = 1500;
const stepDelayMaxMs = 1200;
const turnsMax = 3000;
const pollMs = 3;
/** The largest part of what is left that is waited for: the end of it would not be the middle of anything. */
const partMax = 0.8;

/** How often a kill comes before the service takes traffic. */
const startShare = 0.35;

/**
 * Waits for a random moment in the life of a service and answers its name: anywhere in its start, soon after it took the lease (claim, heal,
 * replay, finish), soon after it became active (joining the group), or when it has consumed a random part of what it has to. Ends
 * early when the service ends.
 */
export async function randomMoment(parts: MomentParts): Promise<string> {
  const { service, ledger, random, signal } = parts;
  if (!random.chance(startShare)) return progressMoment(parts);
  const kind = random.pick(['start', 'lease', 'active'] as const);
  if (kind === 'start') {
    const delayMs = random.below(startDelayMaxMs);
    await pause(delayMs, undefined, { signal });
    return `${delayMs} ms after its start`;
  }
  const { epoch } = await ledger.progress();
  await waitFor('the service to become the scorer', { signal, everyMs: pollMs }, async () => {
    const isThere = kind === 'lease' ? (await ledger.progress()).epoch > epoch : service.isActive;
    return isThere || service.isActive || !service.isAlive ? true : undefined;
  });
  const delayMs = random.below(stepDelayMaxMs);
  await pause(delayMs, undefined, { signal });
  return `${delayMs} ms after ${kind === 'lease' ? 'it took the lease' : 'it became active'}`;
}

/**
 * Waits until the service has consumed a random part of what it has to, then for a random number of turns of the event loop. At once when
 * nothing is left: more must be allowed first.
 */
export async function progressMoment(parts: MomentParts): Promise<string> {
  const { service, ledger, feed, random, signal } = parts;
  const { consumed } = await ledger.progress();
  const open = feed.allowed - consumed;
  if (open <= 0) return 'when nothing was left to consume';
  const target = consumed + 1 + random.below(Math.ceil(open * partMax));
  await waitFor(`message ${target} to be consumed`, { signal, everyMs: pollMs }, async () =>
    !service.isAlive || (await ledger.progress()).consumed >= target ? true : undefined,
  );
  const turns = random.below(turnsMax);
  for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
  return `${turns} turns after message ${target}`;
}
