import type { AlertBus } from '../../api/feed/alert-bus.ts';
import { followAlerts } from '../../api/feed/alert-follower.ts';
import { LedgerAlertFeed } from '../../api/feed/ledger-alert-feed.ts';
import { type ApiServer, openApiServer } from '../../api/server/open-api-server.ts';
import type { ApiServices, InputProblem, Submitted } from '../../api/services.ts';
import { submitElsewhere } from '../../api/transaction/submit-elsewhere.ts';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { GraphStore } from '../../graph/store.ts';
import { decodeEvent } from '../../ingest/validate/decode-event.ts';
import type { Ledger } from '../../ledger/model.ts';
import { featureManifest } from '../../scoring/features/registry.ts';
import { openDossier } from '../../scoring/rings/dossier/dossier.ts';
import { reasonText } from '../../scoring/scorer.ts';
import type { EngineOutcome } from '../engine/engine.ts';
import { openRules } from '../engine/open-engine.ts';
import { withRetry } from '../engine/retry.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Service } from '../open-service.ts';
import { ringFormats } from '../picture/ring-formats.ts';
import type { SharedParts } from '../redis/open-redis.ts';
import { version } from '../version.ts';
import { OnDemandCommunities } from './community-runs.ts';
import { LiveQueue } from './live-queue.ts';
import { Probe } from './probe.ts';

/** What the API of a process reads and shares, whether or not the process scores. */
export interface ApiParts {
  readonly graph: GraphStore;
  readonly ledger: Ledger;
  readonly shared: SharedParts;
  readonly metrics: Metrics;
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
}

/** A running API. */
export interface ServedApi {
  readonly url: string;
  /** From now on what is submitted goes through this scorer, and what it commits is announced. Call the answer before it closes. */
  attach(service: Service): () => Promise<void>;
  /** Ends requests and subscriptions. Everything attached must be detached. The parts stay open. */
  close(): Promise<void>;
}

/** A scorer with the queue of what was submitted to it. */
interface Attached {
  readonly service: Service;
  readonly queue: LiveQueue;
}

/** The state of the outbox is counted in the ledger: no more often than this, however often the metrics are read. */
const outboxFreshMs = 1000;

/** Serves GraphQL, the page, the explorer, the probes and the metrics. Throws PORT_TAKEN. */
export async function serveApi(parts: ApiParts): Promise<ServedApi> {
  const { config, ledger, shared, log } = parts;
  const feed = new LedgerAlertFeed(ledger, config.api);
  const follower = await followAlerts({ ledger, feed, bus: shared.alertBus, config: config.api, log });
  let attached: Attached | null = null;
  const unwatch = watchParts(parts, () => attached);
  const communities = new OnDemandCommunities(parts);
  const closeParts = async () => {
    await communities.close();
    unwatch();
    await follower.close();
    feed.close();
  };
  let server: ApiServer;
  try {
    server = await openApiServer({
      services: servicesOf(parts, { alertFeed: feed, communities }, () => attached),
      config: config.api,
    });
  } catch (error) {
    await closeParts();
    throw error;
  }
  const attach = (service: Service) => {
    const scorer = attachTo(service, shared, parts);
    attached = scorer;
    return async () => {
      attached = null;
      await scorer.detach();
    };
  };
  const close = async () => {
    await closeParts();
    await server.close();
  };
  return { url: server.url, attach, close };
}

function attachTo(service: Service, shared: SharedParts, parts: ApiParts) {
  const { config, ledger, metrics, clock, log } = parts;
  const queue = new LiveQueue(service.engine, ledger, config);
  const unwatch = watchScorer(service, queue, metrics);
  const stop = service.engine.onCommit((outcome) => {
    announce(shared.alertBus, outcome);
    shared.featureCache.offer(outcome.decisions);
  });
  const detaching = new AbortController();
  const { signal } = detaching;
  if (shared.rowsAreShared) {
    withRetry({ limits: config.ingest, clock, signal }, () => shared.featureCache.rebuild(ledger)).catch(
      (error: unknown) => {
        // A rebuild that the end of the process cut off goes on at the next start.
        if (!signal.aborted)
          log.warn({ error: messageOf(error) }, 'the feature rows were not brought up to date; they will be');
      },
    );
  }
  const detach = async () => {
    detaching.abort();
    await queue.idle();
    stop();
    unwatch();
  };
  return { service, queue, detach };
}

/** Counts what a scorer does and shows how large it is, until the answered function is called. */
function watchScorer(
  { engine, session, structure, communities, auditor }: Service,
  queue: LiveQueue,
  metrics: Metrics,
) {
  const stops = [
    metrics.observe(engine),
    metrics.scorer.watch(() => ({
      windowTransfers: session.transferCount,
      accounts: session.accountCount,
      pairs: session.pairs.table.size,
      identifiers: session.identifiers.keys.size,
      seq: session.seq,
      structureSeq: structure.computedSeq,
      structureWaits: structure.counts.waits,
      structureWaitedUs: structure.counts.waitedUs,
      structureRefused: structure.counts.refused,
      communities,
      audit: auditor?.figures ?? null,
      waiting: queue.waiting,
    })),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Shows who holds the lease, what waits to be published, and how the connections to the stores are used. */
function watchParts({ graph, ledger, metrics, config }: ApiParts, scorer: () => Attached | null): () => void {
  const stops = [
    metrics.lease.watch(() => {
      const epoch = scorer()?.service.lease.epoch ?? null;
      return { active: epoch !== null, epoch };
    }),
    metrics.watchPool('graph', () => graph.poolUse()),
    metrics.watchPool('ledger', () => ledger.poolUse()),
    ...(config.kafka.brokers.length === 0
      ? []
      : [metrics.outbox.watch(() => ledger.outboxAge(), outboxFreshMs)]),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function servicesOf(
  parts: ApiParts,
  own: Pick<ApiServices, 'alertFeed' | 'communities'>,
  scorer: () => Attached | null,
): ApiServices {
  const { graph, ledger, shared, metrics, config, clock, log } = parts;
  const rules = openRules(config);
  const elsewhere = submitElsewhere(config.kafka.brokers.length > 0 ? config.kafka.topics : null);
  const graphProbe = new Probe(() => graph.lastSeq(), clock);
  const ledgerProbe = new Probe(() => ledger.lastSeq(), clock);
  return {
    graph,
    ledger,
    features: featureManifest(),
    walk: config.graph.walk,
    suppressionMs: config.rings.suppressionMs,
    reasonText: (code) => reasonText(code, rules),
    decode: (record) => {
      const startUs = clock.monotonicUs();
      const decoded = decodeSubmitted(record);
      metrics.stages.stage('decode', clock.monotonicUs() - startUs, 1);
      return decoded;
    },
    submit: (event) => scorer()?.queue.submit(event) ?? elsewhere(event),
    openDossier,
    exportFormats: ringFormats,
    ...own,
    rateLimiter: shared.rateLimiter,
    ready: () => {
      const engine = scorer()?.service.engine;
      const state = engine === undefined ? 'not here' : engine.healthy ? 'open' : 'stopped after an error';
      const stores = { graph: graphProbe.state(), ledger: ledgerProbe.state() };
      const open = Object.values(stores).every((each) => each === 'open');
      return { ready: open && (engine?.healthy ?? true), parts: { ...stores, scorer: state } };
    },
    metrics: () => metrics.text(),
    clock,
    log,
    version: version(),
  };
}

/** Reads the canonical JSON of a transfer, a reversal or a label exactly as ingest reads a line of a `jsonl` file. */
function decodeSubmitted(record: unknown): Submitted | InputProblem {
  const decoded = decodeEvent(record);
  if (decoded.status === 'bad') return { code: decoded.code, message: decoded.message };
  const { event } = decoded;
  if (event.kind !== 'authentication' && event.kind !== 'log') return event;
  return {
    code: 'FIELD_INVALID',
    message: `field "kind" is "${event.kind}": expected transfer, reversal or label`,
  };
}

/** Tells every process that a commit raised alerts. */
function announce(bus: AlertBus, { alertEvents }: EngineOutcome): void {
  const raised = alertEvents.filter(({ kind }) => kind === 'RAISED');
  const last = raised.at(-1);
  if (last !== undefined) bus.publish({ seq: last.seq, alertIds: raised.map(({ alertId }) => alertId) });
}
