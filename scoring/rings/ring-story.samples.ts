import { type Config, parseConfig } from '../../base/config.ts';
import type { RingCandidate } from './candidate.ts';
import { evidenceFrom } from './evidence.samples.ts';
import { foldEvidence, foldRing, noEvidence } from './fold.ts';
import type { RingCause, RingEvent, RingTransfer } from './model.ts';
import type { TrackedRing } from './ring-index.ts';
import { RingTracker } from './ring-tracker.ts';

/** One thing that happens to the tracker: a group is found, a transfer reversed, or an account cleared. */
export interface Step {
  /** The place of the step when left out. */
  readonly at?: number;
  /** The evidence of a group, see `evidenceFrom`; its last transfer without a number is the one that brought it up. */
  readonly group?: string;
  /** Account names; those of the evidence in order of appearance when left out. */
  readonly members?: string;
  readonly netWeight?: number;
  readonly cause?: RingCause;
  /** The number of a transfer. */
  readonly reverse?: number;
  /** An account of which all transfers are legitimate. */
  readonly clear?: string;
}

/** Transfers of one step at the most: step n has the sequence number 10 n, and its transfers the ones up to it. */
const stepSeqs = 10;

/** Configuration in which rings are easily born and bystanders easily join, unless the settings say otherwise. */
export function storyConfig(settings: Partial<Config['rings']> = {}): Config['rings'] {
  const free = { dormantAfterMs: 100, closedKeptMs: 1000, bornWeightMin: 0.5, joinShareMin: 0 };
  return parseConfig({ rings: { ...free, ...settings } }).rings;
}

/** The candidate of a step; `place` counts from 1. */
export function candidateOf(step: Step, place: number): RingCandidate {
  const { group = '', netWeight = 1, cause = 'FLAGGED_TRANSFER' } = step;
  const seq = place * stepSeqs;
  const fresh = group.split(', ').filter((part) => !part.startsWith('#') && part.includes('>')).length;
  const { transfers, ties } = evidenceFrom(group, seq - fresh + 1);
  const accounts = [
    ...transfers.flatMap(({ from, to }) => [from, to]),
    ...ties.flatMap((tie) => tie.accounts),
  ];
  const members = step.members?.split(' ') ?? [...new Set(accounts)];
  return { seq, at: step.at ?? place, transactionId: `t${seq}`, cause, members, transfers, ties, netWeight };
}

/**
 * Tells a tracker a story. `lines` are its events such as `20.1 MERGED r2 -d -e > r1`, rings being called r1, r2 … in the order of their
 * birth; `rings` answers for each step with a group which ring it has.
 */
export function tell(steps: readonly Step[], settings: Partial<Config['rings']> = {}) {
  const config = storyConfig(settings);
  const tracker = new RingTracker(config, { rings: [], evidence: new Map(), closedMembers: new Map() });
  const known = new Map<number, RingTransfer>();
  const answers: (string | null)[] = [];
  const forgotten: string[] = [];
  for (const [index, step] of steps.entries()) {
    const candidate = candidateOf(step, index + 1);
    const { seq, at } = candidate;
    for (const transfer of candidate.transfers) known.set(transfer.seq, transfer);
    const reversed = known.get(step.reverse ?? 0);
    if (step.group !== undefined) {
      forgotten.push(...tracker.advance(seq, at));
      answers.push(tracker.observe(candidate));
    } else if (reversed !== undefined) tracker.reverse(reversed, { seq, at, cause: 'REVERSAL' });
    else if (step.clear !== undefined) clear(tracker, step.clear, seq, at);
    else throw new Error(`step ${index + 1} says nothing`);
  }
  const events = tracker.takeEvents();
  const name = namesOf(events);
  return {
    ...{ tracker, events, lines: events.map((event) => lineOf(event, name)) },
    rings: answers.map((id) => (id === null ? null : name(id))),
    forgotten: forgotten.map(name),
    folded: new Map([...foldOf(events)].map(([id, tracked]) => [name(id), tracked])),
  };
}

function clear(tracker: RingTracker, account: string, seq: number, at: number): void {
  const matches = ({ from, to }: RingTransfer) => from === account || to === account;
  tracker.clear(account, { seq, at, cause: 'LABEL' }, matches);
}

function namesOf(events: readonly RingEvent[]): (id: string) => string {
  const births = events.filter(({ kind }) => kind === 'BORN').map(({ ringId }) => ringId);
  return (id) => `r${births.indexOf(id) + 1}`;
}

function lineOf(event: RingEvent, name: (id: string) => string): string {
  const { seq, ordinal, kind, ringId, joined, left, otherRingId, retracted } = event;
  return [
    ...[`${seq}.${ordinal}`, kind, name(ringId)],
    ...joined.filter(({ sinceSeq }) => sinceSeq === seq).map(({ account }) => `+${account}`),
    ...left.map((account) => `-${account}`),
    ...retracted.map((each) => `~${each}`),
    ...(otherRingId === null ? [] : [`> ${name(otherRingId)}`]),
  ].join(' ');
}

/** Every ring of the events with its evidence, by id. */
export function foldOf(events: readonly RingEvent[]): Map<string, TrackedRing> {
  const rings = new Map<string, TrackedRing>();
  for (const event of events) {
    const before = rings.get(event.ringId);
    const ring = foldRing(before?.ring ?? null, event);
    rings.set(event.ringId, { ring, evidence: foldEvidence(before?.evidence ?? noEvidence, event) });
  }
  return rings;
}
