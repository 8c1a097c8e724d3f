import { openWorkerRunner } from '../algorithms/worker/open-runner.ts';
import { openScoring } from '../app/engine/open-engine.ts';
import { evaluateRings } from '../app/score/evaluate-rings.ts';
import { systemClock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import { referenceCents } from '../graph/model/currency.ts';
import type { SequencedEvent } from '../graph/model/event.ts';
import { sessionCommunities } from '../scoring/communities/session-communities.ts';
import { openFeatureState } from '../scoring/features/feature-state.ts';
import { foldRing } from '../scoring/rings/fold.ts';
import type { Ring, RingEvent } from '../scoring/rings/model.ts';
import { Scorer } from '../scoring/scorer.ts';
import { type SimulatedTransfer, type Simulation, simulate } from '../simulator/simulate.ts';

export interface RingBenchOptions {
  /** One stream a seed. None of them may have been used for training or tuning. */
  readonly seeds: readonly number[];
  readonly transactions: number;
  readonly accounts: number;
  readonly rings: number;
  readonly lookAlikeRatio: number;
  readonly print?: (line: string) => void;
}

/** What was found in one stream. */
interface StreamResult {
  readonly planted: number;
  readonly found: number;
  readonly tracked: number;
  readonly falseRings: number;
  readonly alerts: number;
  readonly transactions: number;
  /** Share of each planted ring's money that had moved before the first of its transfers was flagged; 1 when none was. */
  readonly movedShares: readonly number[];
  readonly byTypology: ReadonlyMap<string, readonly [found: number, all: number]>;
}

/**
 * Measures ring detection on simulated streams, with the scorer alone (no stores): ring recall and precision as in
 * `evaluateRings`, recall by typology, the share of money moved before the first alert, and alerts per 10,000 transactions.
 */
export async function benchRings(options: RingBenchOptions, config: Config) {
  const { print = () => {} } = options;
  const results: StreamResult[] = [];
  for (const seed of options.seeds) {
    const { transactions, accounts, rings, lookAlikeRatio } = options;
    const result = await runStream(simulate({ seed, transactions, accounts, rings, lookAlikeRatio }), config);
    print(
      `seed ${seed}: ${result.found} of ${result.planted} rings, ${result.falseRings} of ${result.tracked} tracked are false`,
    );
    results.push(result);
  }
  return summarise(results);
}

async function runStream(simulation: Simulation, config: Config): Promise<StreamResult> {
  const runner = openWorkerRunner(config.algorithms);
  const { context, session } = openFeatureState(config, { runner, clock: systemClock });
  const scoring = await openScoring(config);
  const scorer = new Scorer({
    context,
    ...scoring,
    config,
    clock: systemClock,
    communities: sessionCommunities(session, config, runner, systemClock),
    open: { rings: [], evidence: new Map(), closedMembers: new Map(), alerts: [] },
  });
  const rings = new Map<string, Ring>();
  const money = new RingMoney();
  let alerts = 0;
  for (const { transfers, events } of batches(simulation, config.ingest.batchMax)) {
    const { decisions, ringEvents, alertEvents } = await scorer.decide(events, new Map());
    fold(rings, ringEvents);
    alerts += alertEvents.filter(({ kind }) => kind === 'RAISED').length;
    for (const [place, { verdict }] of decisions.entries()) {
      const transfer = transfers[place];
      if (transfer !== undefined) money.observe(transfer, verdict !== 'ALLOW');
    }
  }
  await runner.close();
  await scoring.model.close();
  return evaluate(simulation, rings, money, alerts);
}

/** The money of each planted ring that moved before one of its transfers was flagged, in cents of the reference currency. */
class RingMoney {
  readonly #moved = new Map<string, number>();
  readonly #flagged = new Set<string>();

  observe({ event, truth }: SimulatedTransfer, flagged: boolean): void {
    const { ringId } = truth;
    if (ringId === null || this.#flagged.has(ringId)) return;
    if (flagged) this.#flagged.add(ringId);
    else
      this.#moved.set(ringId, this.movedBefore(ringId) + referenceCents(event.amountMinor, event.currency));
  }

  movedBefore(ringId: string): number {
    return this.#moved.get(ringId) ?? 0;
  }
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

function fold(rings: Map<string, Ring>, events: readonly RingEvent[]): void {
  for (const event of events) rings.set(event.ringId, foldRing(rings.get(event.ringId) ?? null, event));
}

function evaluate(
  simulation: Simulation,
  rings: ReadonlyMap<string, Ring>,
  money: RingMoney,
  alerts: number,
): StreamResult {
  const planted = simulation.ringsTruth();
  const groups = [...rings.values()]
    .filter(({ members }) => members.length > 0)
    .map(({ members }) => members.map(({ account }) => account));
  const evaluation = evaluateRings(planted, groups);
  const byTypology = new Map<string, readonly [number, number]>();
  for (const [typology, share] of Object.entries(evaluation.recallByTypology)) {
    const all = planted.filter((ring) => ring.typology === typology).length;
    byTypology.set(typology, [Math.round(share * all), all]);
  }
  const movedShares = planted.map(({ ringId, amount }) => money.movedBefore(ringId) / amount);
  const { planted: count, found, falseRings } = evaluation;
  const { transactions } = simulation.options;
  return {
    planted: count,
    found,
    tracked: groups.length,
    falseRings,
    alerts,
    transactions,
    movedShares,
    byTypology,
  };
}

function summarise(results: readonly StreamResult[]) {
  const sum = (value: (result: StreamResult) => number) =>
    results.reduce((total, result) => total + value(result), 0);
  const recallByTypology: Record<string, number> = {};
  for (const typology of [...new Set(results.flatMap(({ byTypology }) => [...byTypology.keys()]))].sort()) {
    const found = sum(({ byTypology }) => byTypology.get(typology)?.[0] ?? 0);
    recallByTypology[typology] = found / sum(({ byTypology }) => byTypology.get(typology)?.[1] ?? 0);
  }
  const moved = results.flatMap(({ movedShares }) => movedShares).sort((a, b) => a - b);
  return {
    recall: sum(({ found }) => found) / sum(({ planted }) => planted),
    precision: 1 - sum(({ falseRings }) => falseRings) / sum(({ tracked }) => tracked),
    recallByTypology,
    medianMoneyMovedBeforeAlert: moved[Math.floor(moved.length / 2)] ?? null,
    alertsPer10000: (sum(({ alerts }) => alerts) / sum(({ transactions }) => transactions)) * 10_000,
  };
}
