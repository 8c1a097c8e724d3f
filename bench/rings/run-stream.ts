import { openWorkerRunner } from '../../algorithms/worker/open-runner.ts';
import { openScoring } from '../../app/engine/open-engine.ts';
import { evaluateRings, type RingEvaluation } from '../../app/score/evaluate-rings.ts';
import { type PlantedTransfer, type TimeToDetect, timeToDetect } from '../../app/score/time-to-detect.ts';
import { systemClock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import { referenceCents } from '../../graph/model/currency.ts';
import type { SequencedEvent } from '../../graph/model/event.ts';
import { sessionCommunities } from '../../scoring/communities/session-communities.ts';
import type { Decision } from '../../scoring/decision-model.ts';
import { openFeatureState } from '../../scoring/features/feature-state.ts';
import { foldRing } from '../../scoring/rings/fold.ts';
import type { AlertEvent, Ring, RingEvent } from '../../scoring/rings/model.ts';
import { noOpenRings } from '../../scoring/rings/placer.ts';
import { Scorer } from '../../scoring/scorer.ts';
import type { SimulatedTransfer, Simulation } from '../../simulator/simulate.ts';

/** What was found in one stream. */
export interface StreamResult {
  readonly transactions: number;
  readonly evaluation: RingEvaluation;
  /** Planted rings by typology. */
  readonly planted: ReadonlyMap<string, number>;
  /** Tracked rings that stand at the end. */
  readonly tracked: number;
  readonly times: readonly TimeToDetect[];
  /** Alerts that were raised. */
  readonly alerts: number;
  /** Single transfers: of planted rings, flagged (not allowed), and both. */
  readonly transfers: { readonly fraud: number; readonly flagged: number; readonly flaggedFraud: number };
}

/**
 * Scores a simulated stream from empty, with the scorer alone (no stores), and compares the rings and alerts with those that were planted.
 * `onBatch` is told how many transfers are done. Memory grows with the rings' transfers and with what they led to. A stream that
 * is interrupted ends with the reason of the signal.
 */
export async function runStream(
  simulation: Simulation,
  config: Config,
  signal: AbortSignal,
  onBatch: (done: number) => void,
): Promise<StreamResult> {
  const runner = openWorkerRunner(config.algorithms);
  const scoring = await openScoring(config);
  try {
    const { context, session } = openFeatureState(config, { runner, clock: systemClock });
    const communities = sessionCommunities(session, config, runner, systemClock);
    const scorer = new Scorer({
      ...{ context, ...scoring, config, clock: systemClock },
      ...{ open: noOpenRings, communities },
    });
    const found = new Found();
    for (const { transfers, events } of batches(simulation, config.ingest.batchMax)) {
      signal.throwIfAborted();
      const { decisions, ringEvents, alertEvents } = await scorer.decide(events, new Map());
      found.add(transfers, decisions, ringEvents, alertEvents);
      onBatch(found.transactions);
    }
    return found.against(simulation);
  } finally {
    await runner.close();
    await scoring.model.close();
  }
}

/** Collects what a stream leads to. */
class Found {
  readonly #planted: PlantedTransfer[] = [];
  readonly #ringEvents: RingEvent[] = [];
  readonly #alertEvents: AlertEvent[] = [];
  readonly #transfers = { fraud: 0, flagged: 0, flaggedFraud: 0 };
  transactions = 0;

  add(
    transfers: readonly SimulatedTransfer[],
    decisions: readonly Decision[],
    ringEvents: readonly RingEvent[],
    alertEvents: readonly AlertEvent[],
  ): void {
    for (const event of ringEvents) this.#ringEvents.push(event);
    for (const event of alertEvents) this.#alertEvents.push(event);
    for (const [place, decision] of decisions.entries()) this.#count(transfers[place]!, decision);
    this.transactions += decisions.length;
  }

  #count({ event, truth }: SimulatedTransfer, { seq, verdict, alertId }: Decision): void {
    const flagged = verdict !== 'ALLOW';
    if (truth.fraud) this.#transfers.fraud += 1;
    if (flagged) this.#transfers.flagged += 1;
    if (truth.fraud && flagged) this.#transfers.flaggedFraud += 1;
    const { ringId } = truth;
    const cents = referenceCents(event.amountMinor, event.currency);
    if (ringId !== null) this.#planted.push({ ringId, seq, cents, alertId });
  }

  against(simulation: Simulation): StreamResult {
    const truth = simulation.ringsTruth();
    const groups = standing(this.#ringEvents);
    const planted = new Map<string, number>();
    for (const { typology } of truth) planted.set(typology, (planted.get(typology) ?? 0) + 1);
    const log = {
      transfers: this.#planted,
      ringEvents: this.#ringEvents,
      alertEvents: this.#alertEvents,
    };
    return {
      transactions: this.transactions,
      evaluation: evaluateRings(truth, groups),
      planted,
      tracked: groups.length,
      times: timeToDetect(truth, log),
      alerts: this.#alertEvents.filter(({ kind }) => kind === 'RAISED').length,
      transfers: this.#transfers,
    };
  }
}

/** The members of the rings that stand after their events. */
function standing(events: readonly RingEvent[]): string[][] {
  const rings = new Map<string, Ring>();
  for (const event of events) rings.set(event.ringId, foldRing(rings.get(event.ringId) ?? null, event));
  return [...rings.values()]
    .filter(({ members }) => members.length > 0)
    .map(({ members }) => members.map(({ account }) => account));
}

function* batches(simulation: Simulation, batchMax: number) {
  let transfers: SimulatedTransfer[] = [];
  let events: SequencedEvent[] = [];
  let seq = 0;
  for (const transfer of simulation) {
    seq += 1;
    transfers.push(transfer);
    events.push({ seq, event: transfer.event });
    if (events.length < batchMax) continue;
    yield { transfers, events };
    [transfers, events] = [[], []];
  }
  yield { transfers, events };
}
