import fc from 'fast-check';
import { foldEvidence, foldRing, noEvidence, ringTransitions } from '../../scoring/rings/fold.ts';
import type { Ring, RingCause, RingEvent, RingEventKind, RingEvidence } from '../../scoring/rings/model.ts';
import { sampleAt, sampleMember, sampleRingEvent, sampleRingTransfer, sampleTie } from '../ledger.samples.ts';

const kinds: readonly RingEventKind[] = [
  'GREW',
  'SHRANK',
  'SPLIT',
  'CLOSED',
  'REOPENED',
  'DORMANT',
  'MERGED',
];
const causes: readonly RingCause[] = ['FLAGGED_TRANSFER', 'REVERSAL', 'LABEL', 'RING', 'SHARED_IDENTIFIER'];
const accounts = ['a', 'b', 'c', 'd'];
const pairs = [
  ['a', 'b'],
  ['a', 'c'],
  ['b', 'd'],
] as const;

/** What chance says about one event; what of it is possible depends on the ring: see `drawEvents`. */
export interface Draw {
  readonly ring: number;
  /** Whether the event has the sequence number of the one before. */
  readonly sameSeq: boolean;
  /** Whether the events up to here are a commit of their own. */
  readonly commits: boolean;
  readonly choice: number;
  /** Bits that choose among transfers, accounts, members and pairs. */
  readonly added: number;
  readonly retracted: number;
  readonly joined: number;
  readonly left: number;
  readonly tied: number;
}

const bits = fc.integer({ min: 0, max: 255 });

/** Up to 30 draws for three rings. */
export const draws: fc.Arbitrary<Draw[]> = fc.array(
  fc.record({
    ring: fc.nat(2),
    sameSeq: fc.boolean(),
    commits: fc.boolean(),
    choice: fc.nat(1000),
    added: bits,
    retracted: bits,
    joined: bits,
    left: bits,
    tied: bits,
  }),
  { maxLength: 30 },
);

/** A ring and its evidence after some events. */
export interface Folded {
  readonly ring: Ring;
  readonly evidence: RingEvidence;
}

/**
 * The valid events that draws lead to, with sequence numbers above `lastSeq`, in commits of one or more; and the folds at their
 * end, by ring id. Ring ids start with `prefix`.
 */
export function drawEvents(list: readonly Draw[], lastSeq: number, prefix: string) {
  const folded = new Map<string, Folded>();
  const commits: RingEvent[][] = [[]];
  let [seq, ordinal] = [lastSeq, 0];
  for (const draw of list) {
    const ringId = `${prefix}-${draw.ring}`;
    const before = folded.get(ringId) ?? null;
    const kind = kindOf(before?.ring ?? null, draw);
    if (kind === undefined) continue;
    const last = commits.at(-1) ?? [];
    [seq, ordinal] = draw.sameSeq && last.length > 0 ? [seq, ordinal + 1] : [seq + 1, 0];
    const event = { ...eventOf(kind, ringId, seq, draw, before), ordinal };
    folded.set(ringId, {
      ring: foldRing(before?.ring ?? null, event),
      evidence: foldEvidence(before?.evidence ?? noEvidence, event),
    });
    last.push(event);
    if (draw.commits) commits.push([]);
  }
  return { folded, commits: commits.filter(({ length }) => length > 0), lastSeq: seq };
}

function kindOf(ring: Ring | null, { choice }: Draw): RingEventKind | undefined {
  if (ring === null) return 'BORN';
  const possible = kinds.filter((kind) => ringTransitions[ring.status][kind] !== 'impossible');
  return possible[choice % possible.length];
}

function eventOf(
  kind: RingEventKind,
  ringId: string,
  seq: number,
  draw: Draw,
  before: Folded | null,
): RingEvent {
  const present = before?.evidence.transfers.map((transfer) => transfer.seq) ?? [];
  const members = before?.ring.members.map(({ account }) => account) ?? [];
  const retracted = kind === 'MERGED' ? [] : chosen(present, draw.retracted);
  const free = [0, 1, 2, 3].map((back) => seq - back).filter((one) => one > 0 && !present.includes(one));
  const transfers = chosen([...free, ...retracted], draw.added).sort((a, b) => a - b);
  const left = kind === 'CLOSED' || kind === 'MERGED' ? members : chosen(members, draw.left);
  return sampleRingEvent(kind, ringId, seq, {
    cause: causes[draw.choice % causes.length]!,
    suspicion: (draw.choice % 100) / 99,
    left,
    joined: kind === 'CLOSED' ? [] : chosen(accounts, draw.joined).map((one) => sampleMember(one, seq)),
    otherRingId: kind === 'MERGED' ? 'other' : null,
    transfersAdded: transfers.length + (draw.choice % 2),
    transfers: transfers.map((one) => sampleRingTransfer(one)),
    ties: chosen(pairs, draw.tied).map((pair) =>
      sampleTie(pair, seq, {
        kind: draw.choice % 3 === 0 ? 'card' : 'device',
        at: sampleAt(seq),
        weight: draw.choice + 1 / 3,
      }),
    ),
    retracted,
  });
}

function chosen<T>(items: readonly T[], mask: number): T[] {
  return items.filter((_, place) => ((mask >> (place % 8)) & 1) === 1);
}
