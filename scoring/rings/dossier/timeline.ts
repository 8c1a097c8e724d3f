import { dayMs } from '../../../base/clock.ts';
import type { RingCause, RingEvent, RingEventKind, RingEvidence, RingTransfer } from '../model.ts';

/** A change of the ring. Changes in a row that only added transfers, for the same cause, are one entry with the time and suspicion of the last. */
export interface ChangeEntry {
  readonly kind: RingEventKind;
  readonly at: number;
  readonly seq: number;
  readonly cause: RingCause;
  /** After it. */
  readonly suspicion: number;
  /** Account keys, in the order of the event. Those that have another role from it on are not among them. */
  readonly joined: readonly string[];
  readonly left: readonly string[];
  readonly transfersAdded: number;
  readonly transfersRetracted: number;
  readonly otherRingId: string | null;
}

/** A transfer that stands out: the first, the last, or the one of the largest reference amount (the earliest of several). */
export interface TransferEntry {
  readonly kind: 'FIRST_TRANSFER' | 'LAST_TRANSFER' | 'LARGEST_TRANSFER';
  readonly at: number;
  readonly seq: number;
  readonly transfer: RingTransfer;
}

/** The day (UTC, from `at` on) on which the most money moved, the earliest of several. Only where there are several days. */
export interface BusiestDayEntry {
  readonly kind: 'BUSIEST_DAY';
  readonly at: number;
  /** Of its first transfer. */
  readonly seq: number;
  readonly transfers: number;
  readonly referenceCents: number;
}

/** When the ring was as suspicious as it ever was, for the first time. Only where the suspicion was lower before or after. */
export interface PeakEntry {
  readonly kind: 'PEAK_SUSPICION';
  readonly at: number;
  readonly seq: number;
  readonly suspicion: number;
}

export type TimelineEntry = ChangeEntry | TransferEntry | BusiestDayEntry | PeakEntry;

/**
 * The life of a ring for reading, in order of time: what happened to it, and the moments of its transfers that stand out. A change that
 * a late transfer caused stands after the changes before it. Entries of the same time: what moved first, then what became of it.
 * `events` are in the order of the log. Pure; O(n log n).
 */
export function timelineOf(
  events: readonly RingEvent[],
  { transfers }: RingEvidence,
): readonly TimelineEntry[] {
  const moved = [...transferEntries(transfers), ...busiestDay(transfers)];
  const placed: Placed<TimelineEntry>[] = [
    ...moved.map((entry) => ({ entry, place: entry.at })),
    ...changesOf(events),
    ...peakOf(events),
  ];
  return placed.sort((a, b) => a.place - b.place).map(({ entry }) => entry);
}

interface Placed<T> {
  readonly entry: T;
  /** Where it stands: not before what came before it. */
  readonly place: number;
}

function transferEntries(transfers: readonly RingTransfer[]): TransferEntry[] {
  const ordered = [...transfers].sort((a, b) => a.at - b.at || a.seq - b.seq);
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (first === undefined || last === undefined) return [];
  const largest = ordered.reduce((best, each) => (each.referenceCents > best.referenceCents ? each : best));
  const entries = [entryOf('FIRST_TRANSFER', first), entryOf('LARGEST_TRANSFER', largest)];
  return last === first ? entries.slice(0, 1) : [...entries, entryOf('LAST_TRANSFER', last)];
}

function entryOf(kind: TransferEntry['kind'], transfer: RingTransfer): TransferEntry {
  return { kind, at: transfer.at, seq: transfer.seq, transfer };
}

function busiestDay(transfers: readonly RingTransfer[]): BusiestDayEntry[] {
  const days = new Map<number, BusiestDayEntry>();
  for (const { at, seq, referenceCents } of [...transfers].sort((a, b) => a.at - b.at || a.seq - b.seq)) {
    const start = at - (at % dayMs);
    const day = days.get(start);
    days.set(start, {
      kind: 'BUSIEST_DAY',
      at: start,
      seq: day?.seq ?? seq,
      transfers: (day?.transfers ?? 0) + 1,
      referenceCents: (day?.referenceCents ?? 0) + referenceCents,
    });
  }
  if (days.size < 2) return [];
  const most = [...days.values()].reduce((best, each) =>
    each.referenceCents > best.referenceCents ? each : best,
  );
  return [most];
}

function changesOf(events: readonly RingEvent[]): Placed<ChangeEntry>[] {
  const placed: Placed<ChangeEntry>[] = [];
  const present = new Set<string>();
  let place = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    place = Math.max(place, event.at);
    const entry = changeOf(event, present);
    const before = placed.at(-1)?.entry;
    if (before !== undefined && isMoreOfTheSame(before, entry)) {
      const transfersAdded = before.transfersAdded + entry.transfersAdded;
      placed[placed.length - 1] = { entry: { ...entry, transfersAdded }, place };
    } else placed.push({ entry, place });
  }
  return placed;
}

/** Also keeps `present`, the accounts that are in the ring. */
function changeOf(event: RingEvent, present: Set<string>): ChangeEntry {
  for (const account of event.left) present.delete(account);
  const joined = event.joined.map(({ account }) => account).filter((account) => !present.has(account));
  for (const account of joined) present.add(account);
  return {
    kind: event.kind,
    at: event.at,
    seq: event.seq,
    cause: event.cause,
    suspicion: event.suspicion,
    joined,
    left: event.left,
    transfersAdded: event.transfersAdded,
    transfersRetracted: event.retracted.length,
    otherRingId: event.otherRingId,
  };
}

/** Whether a change only added transfers, and the one before it too. */
function isMoreOfTheSame(before: ChangeEntry, entry: ChangeEntry): boolean {
  return onlyAdds(before) && onlyAdds(entry) && before.cause === entry.cause;
}

function onlyAdds({ kind, joined, left, transfersRetracted, otherRingId }: ChangeEntry): boolean {
  return (
    kind === 'GREW' &&
    joined.length === 0 &&
    left.length === 0 &&
    transfersRetracted === 0 &&
    otherRingId === null
  );
}

function peakOf(events: readonly RingEvent[]): Placed<PeakEntry>[] {
  const highest = Math.max(...events.map(({ suspicion }) => suspicion));
  if (events.every(({ suspicion }) => suspicion === highest)) return [];
  let place = Number.NEGATIVE_INFINITY;
  for (const { at, seq, suspicion } of events) {
    place = Math.max(place, at);
    if (suspicion === highest) return [{ entry: { kind: 'PEAK_SUSPICION', at, seq, suspicion }, place }];
  }
  return [];
}
