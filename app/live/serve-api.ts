import type { AlertBus } from '../../api/feed/alert-bus.ts';
import { followAlerts } from '../../api/feed/alert-follower.ts';
import { InProcessAlertBus } from '../../api/feed/in-process-alert-bus.ts';
import { LedgerAlertFeed } from '../../api/feed/ledger-alert-feed.ts';
import { LocalRateLimiter } from '../../api/limits/local-rate-limiter.ts';
import { type ApiServer, openApiServer } from '../../api/server/open-api-server.ts';
import type { ApiServices } from '../../api/services.ts';
import { decodeEvent } from '../../ingest/validate/decode-event.ts';
import { featureManifest } from '../../scoring/features/registry.ts';
import { reasonText } from '../../scoring/scorer.ts';
import type { EngineOutcome } from '../engine/engine.ts';
import type { Service } from '../open-service.ts';
import { version } from '../version.ts';
import { LiveQueue } from './live-queue.ts';
import { openMetrics } from './metrics.ts';
import { Probe } from './probe.ts';

/** A running API over a service. */
export interface ServedApi {
  readonly url: string;
  /** Ends requests and subscriptions, then waits for what was submitted. The service stays open. */
  close(): Promise<void>;
}

/** Serves GraphQL, the page, the explorer and the probes of a service. Throws PORT_TAKEN. */
export async function serveApi(service: Service): Promise<ServedApi> {
  const { config, ledger } = service;
  const feed = new LedgerAlertFeed(ledger, config.api);
  const bus = new InProcessAlertBus();
  const follower = await followAlerts({ ledger, feed, bus, config: config.api, log: service.log });
  const queue = new LiveQueue(service.engine, ledger, config);
  const metrics = openMetrics(service, queue);
  const stopAnnouncing = service.engine.onCommit((outcome) => announce(bus, outcome));
  const closeParts = async () => {
    stopAnnouncing();
    await follower.close();
    feed.close();
    metrics.close();
  };
  let server: ApiServer;
  try {
    server = await openApiServer({
      services: servicesOf(service, queue, feed, metrics.text),
      config: config.api,
    });
  } catch (error) {
    await closeParts();
    throw error;
  }
  const close = async () => {
    await closeParts();
    await server.close();
    await queue.idle();
  };
  return { url: server.url, close };
}

function servicesOf(
  service: Service,
  queue: LiveQueue,
  alertFeed: LedgerAlertFeed,
  metrics: () => Promise<string>,
): ApiServices {
  const { graph, ledger, rules, engine, config, clock, log } = service;
  const graphProbe = new Probe(() => graph.lastSeq(), clock);
  const ledgerProbe = new Probe(() => ledger.lastSeq(), clock);
  return {
    graph,
    ledger,
    features: featureManifest(),
    walk: config.graph.walk,
    reasonText: (code) => reasonText(code, rules),
    decode: (record) => {
      const decoded = decodeEvent(record);
      if (decoded.status === 'bad') return { code: decoded.code, message: decoded.message };
      const { event } = decoded;
      if (event.kind === 'transfer' || event.kind === 'reversal') return event;
      return {
        code: 'FIELD_INVALID',
        message: `field "kind" is "${event.kind}": expected transfer or reversal`,
      };
    },
    submit: (event) => queue.submit(event),
    alertFeed,
    rateLimiter: new LocalRateLimiter(config.api, clock),
    ready: () => {
      const parts = {
        graph: graphProbe.state(),
        ledger: ledgerProbe.state(),
        engine: engine.healthy ? 'open' : 'stopped after an error',
      };
      return { ready: Object.values(parts).every((state) => state === 'open'), parts };
    },
    metrics,
    clock,
    log,
    version: version(),
  };
}

/** Tells every process that a commit raised alerts. */
function announce(bus: AlertBus, { alertEvents }: EngineOutcome): void {
  const raised = alertEvents.filter(({ kind }) => kind === 'RAISED');
  const last = raised.at(-1);
  if (last !== undefined) bus.publish({ seq: last.seq, alertIds: raised.map(({ alertId }) => alertId) });
}
