import { dayMs, secondMs } from '../../base/clock.ts';
import { Random } from '../../base/random.ts';
import { type AccountRef, accountKey, type LabelEvent, type LabelVerdict } from '../../graph/model/event.ts';
import type { SimulatedEvent } from '../activities/with-activities.ts';
import type { RingTruth } from '../ring-truth.ts';
import { type Simulation, simulate } from '../simulate.ts';
import { type LabelOptions, resolveLabelOptions } from './options.ts';

/** A label of an account. It has no truth of its own: it tells a part of it. */
export interface SimulatedLabel {
  readonly event: LabelEvent;
  readonly truth: null;
}

/** Of the accounts of look-alikes, for each account of a ring that is labelled alike: alarms that turned out to be false. */
const falseAlarmShare = 0.1;

/** A label without its id, which is given when its place in the stream is known. */
type LabelDraft = Omit<LabelEvent, 'id'>;

/** The last that was seen of an account of a look-alike. */
interface LastSeen {
  readonly ref: AccountRef;
  at: number;
}

/**
 * The events of a simulation, each as it is without this, with what becomes known between them: after the end of a ring the fraud of a share of
 * its accounts, and that a few accounts of look-alikes are legitimate. Each label comes after a delay of its own, exponential
 * with the given mean; what would come after the last event stays unknown. In time order, and deterministic.
 *
 * Rings end where they end: the simulation is run once more for that, before the first event. Memory grows with rings and look-alikes.
 * Throws INPUT_INVALID.
 */
export function* withLabels(
  simulation: Simulation,
  events: Iterable<SimulatedEvent>,
  given: Partial<LabelOptions>,
): Generator<SimulatedEvent | SimulatedLabel> {
  const options = resolveLabelOptions(given);
  if (options.labels === 0) {
    yield* events;
    return;
  }
  const { seed } = simulation.options;
  const drafts = labelDrafts(simulation, options);
  let next = 0;
  for (const event of events) {
    for (; next < drafts.length && (drafts[next] as LabelDraft).at < event.event.at; next += 1) {
      const id = `sim-${seed}-label-${next + 1}`;
      yield { event: { ...(drafts[next] as LabelDraft), id }, truth: null };
    }
    yield event;
  }
}

/** All labels by time; equal times in the order of their rings and accounts. */
function labelDrafts({ options }: Simulation, { labels, labelDelayDays }: LabelOptions): LabelDraft[] {
  const random = new Random(options.seed).fork('labels');
  const rehearsal = simulate(options);
  const members = new Map<string, AccountRef>();
  const lookAlikes = new Map<string, LastSeen>();
  for (const { event, truth } of rehearsal) {
    for (const ref of [event.from, event.to]) {
      if (truth.ringId !== null) members.set(accountKey(ref), ref);
      if (truth.lookAlike !== null) noteLast(lookAlikes, ref, event.at);
    }
  }
  const drafts: LabelDraft[] = [];
  const tell = (ref: AccountRef, verdict: LabelVerdict, after: number, source: string) => {
    const delay = Math.ceil((random.exponential(labelDelayDays) * dayMs) / secondMs) * secondMs;
    const at = after + delay;
    drafts.push({ kind: 'label', at, seenAt: at, account: ref, verdict, source });
  };
  for (const ring of rehearsal.ringsTruth()) tellRing(ring, members, labels, random, tell);
  for (const [key, { ref, at }] of lookAlikes) {
    if (!members.has(key) && random.chance(labels * falseAlarmShare))
      tell(ref, 'legitimate', at, 'investigation');
  }
  return drafts.sort((one, other) => one.at - other.at);
}

function tellRing(
  ring: RingTruth,
  members: ReadonlyMap<string, AccountRef>,
  share: number,
  random: Random,
  tell: (ref: AccountRef, verdict: LabelVerdict, after: number, source: string) => void,
): void {
  for (const key of ring.members) {
    const ref = members.get(key);
    if (ref !== undefined && random.chance(share)) {
      tell(ref, 'fraud', ring.endedAt, random.pick(['investigation', 'chargeback', 'customer-report']));
    }
  }
}

function noteLast(seen: Map<string, LastSeen>, ref: AccountRef, at: number): void {
  const key = accountKey(ref);
  const known = seen.get(key);
  if (known === undefined) seen.set(key, { ref, at });
  else known.at = at;
}
