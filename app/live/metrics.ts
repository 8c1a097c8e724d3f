import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { EngineOutcome } from '../engine/engine.ts';
import type { Service } from '../open-service.ts';
import type { LiveQueue } from './live-queue.ts';

const latencyBucketsSeconds = [
  0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5,
];

/** The metrics of one service in the Prometheus format: what was decided, how fast, how large the window is. */
export function openMetrics(
  service: Service,
  queue: LiveQueue,
): { readonly text: () => Promise<string>; readonly close: () => void } {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const decisions = new Counter({
    name: 'anel_decisions_total',
    help: 'Decisions by verdict',
    labelNames: ['verdict'],
    registers,
  });
  const duplicates = new Counter({
    name: 'anel_duplicates_total',
    help: 'Events that were already stored',
    registers,
  });
  const deadLetters = new Counter({
    name: 'anel_dead_letters_total',
    help: 'Records that were refused',
    labelNames: ['code'],
    registers,
  });
  const latency = new Histogram({
    name: 'anel_score_seconds',
    help: 'From the start of the features to the decision',
    buckets: latencyBucketsSeconds,
    registers,
  });
  addGauges(service, queue, registers);
  const observe = (outcome: EngineOutcome) => {
    for (const { verdict, latencyUs } of outcome.decisions) {
      decisions.inc({ verdict });
      latency.observe(latencyUs / 1e6);
    }
    for (const { status } of outcome.outcomes) if (status === 'duplicate') duplicates.inc();
    for (const { code } of outcome.deadLetters) deadLetters.inc({ code });
  };
  const stop = service.engine.onCommit(observe);
  return {
    text: () => registry.metrics(),
    close: () => {
      stop();
      registry.clear();
    },
  };
}

function addGauges({ session, structure }: Service, queue: LiveQueue, registers: Registry[]): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  gauge('anel_window_transfers', 'Transfers in the longest window', () => session.transferCount);
  gauge('anel_session_accounts', 'Accounts that the session knows', () => session.accountCount);
  gauge('anel_sequence_number', 'Sequence number of the last event applied', () => session.seq);
  gauge(
    'anel_structure_sequence_number',
    'Sequence number of the last recomputed structure',
    () => structure.computedSeq,
  );
  gauge('anel_live_waiting', 'Submitted transactions that wait for a batch', () => queue.waiting);
}
