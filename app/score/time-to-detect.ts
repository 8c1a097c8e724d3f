import { foldRing } from '../../scoring/rings/fold.ts';
import type { AlertEvent, AlertEventKind, Ring, RingEvent } from '../../scoring/rings/model.ts';
import { PlantedIndex, type PlantedRing } from './planted-index.ts';

/** A transfer of a planted ring, as it was decided. */
export interface PlantedTransfer {
  /** The planted ring. */
  readonly ringId: string;
  readonly seq: number;
  /** In cents of the reference currency. */
  readonly cents: number;
  /** The alert of its decision. */
  readonly alertId: string | null;
}

/** What a stream led to, each list in sequence order. */
export interface DetectionLog {
  readonly transfers: readonly PlantedTransfer[];
  readonly ringEvents: readonly RingEvent[];
  readonly alertEvents: readonly AlertEvent[];
}

/** When a planted ring was first told of. */
export interface TimeToDetect {
  readonly ringId: string;
  /** The transfer at which the first alert came, of the ring or not; null when none came. */
  readonly alertSeq: number | null;
  /** The share (0..1) of the ring's transfers that came before that one; 1 when no alert came, or when all had come. */
  readonly transfersBefore: number;
  /** The same share of the ring's money. */
  readonly moneyBefore: number;
}

/** Many rings together. Quantiles are values of the list (nearest rank), rings without an alert counted as 1; null without rings. */
export interface DetectionFigures {
  /** The share of planted rings for which an alert came, however late. */
  readonly alertedShare: number | null;
  readonly medianMoneyMovedBeforeAlert: number | null;
  readonly p90MoneyMovedBeforeAlert: number | null;
  readonly medianTransfersBeforeAlert: number | null;
  readonly p90TransfersBeforeAlert: number | null;
}

/** The kinds of alert events that tell somebody something new. */
const tells: Readonly<Record<AlertEventKind, boolean>> = {
  RAISED: true,
  EXTENDED: true,
  ESCALATED: true,
  REOPENED: true,
  MERGED: false,
  CLOSED: false,
};

/**
 * How much of each planted ring had moved when its first alert came, in the order of `planted`. The first alert of a planted ring is
 * the earlier one of
 * - the first of its own transfers whose decision has an alert (`alertId`), and
 * - the first event of an alert, other than MERGED and CLOSED, that names a tracked ring which at that moment (after all ring events
 *   through the same sequence number) has at least half of the planted ring's accounts: an alert may come at a transfer that is not
 *   the ring's own, or with a recomputation.
 * The transfer at which it comes is not before it. Pure; costs O(ring events + alert events × members of their rings).
 */
export function timeToDetect(planted: readonly PlantedRing[], log: DetectionLog): readonly TimeToDetect[] {
  const seqs = firstAlerts(planted, log);
  const totals = new Map(planted.map(({ ringId }) => [ringId, new Moved()]));
  for (const { ringId, seq, cents } of log.transfers)
    totals.get(ringId)?.add(cents, seq < (seqs.get(ringId) ?? Number.POSITIVE_INFINITY));
  return planted.map(({ ringId }) => {
    const alertSeq = seqs.get(ringId) ?? null;
    return { ringId, alertSeq, ...totals.get(ringId)!.shares() };
  });
}

/** Puts the rings of one stream, or of several, together. */
export function detectionFigures(times: readonly TimeToDetect[]): DetectionFigures {
  const alerted = times.filter(({ alertSeq }) => alertSeq !== null).length;
  const money = times.map(({ moneyBefore }) => moneyBefore);
  const transfers = times.map(({ transfersBefore }) => transfersBefore);
  return {
    alertedShare: times.length === 0 ? null : alerted / times.length,
    medianMoneyMovedBeforeAlert: nearestRank(money, 0.5),
    p90MoneyMovedBeforeAlert: nearestRank(money, 0.9),
    medianTransfersBeforeAlert: nearestRank(transfers, 0.5),
    p90TransfersBeforeAlert: nearestRank(transfers, 0.9),
  };
}

/** The sequence number of each planted ring's first alert; those without one are left out. */
function firstAlerts(
  planted: readonly PlantedRing[],
  { transfers, ringEvents, alertEvents }: DetectionLog,
): ReadonlyMap<string, number> {
  const seqs = new Map<string, number>();
  const alert = (ringId: string, seq: number) => {
    if (seq < (seqs.get(ringId) ?? Number.POSITIVE_INFINITY)) seqs.set(ringId, seq);
  };
  for (const { ringId, seq, alertId } of transfers) if (alertId !== null) alert(ringId, seq);
  const index = new PlantedIndex(planted);
  const rings = new Map<string, Ring>();
  let next = 0;
  for (const { seq, kind, ringId } of alertEvents) {
    for (; next < ringEvents.length && ringEvents[next]!.seq <= seq; next += 1) {
      const event = ringEvents[next]!;
      rings.set(event.ringId, foldRing(rings.get(event.ringId) ?? null, event));
    }
    if (ringId === null || !tells[kind]) continue;
    const accounts = rings.get(ringId)?.members.map(({ account }) => account) ?? [];
    for (const place of index.coveredBy(accounts)) alert(planted[place]!.ringId, seq);
  }
  return seqs;
}

/** What of one ring's transfers and money came before its first alert. */
class Moved {
  #transfers = 0;
  #transfersBefore = 0;
  #cents = 0;
  #centsBefore = 0;

  add(cents: number, before: boolean): void {
    this.#transfers += 1;
    this.#cents += cents;
    if (!before) return;
    this.#transfersBefore += 1;
    this.#centsBefore += cents;
  }

  shares(): Pick<TimeToDetect, 'transfersBefore' | 'moneyBefore'> {
    if (this.#transfers === 0) return { transfersBefore: 1, moneyBefore: 1 };
    return {
      transfersBefore: this.#transfersBefore / this.#transfers,
      moneyBefore: this.#centsBefore / this.#cents,
    };
  }
}

function nearestRank(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}
