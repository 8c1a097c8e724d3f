import { LedgerAlertFeed } from '../../api/feed/ledger-alert-feed.ts';
import { LocalRateLimiter } from '../../api/limits/local-rate-limiter.ts';
import { type ApiServer, openApiServer } from '../../api/server/open-api-server.ts';
import type { ApiServices } from '../../api/services.ts';
import { messageOf } from '../../base/errors.ts';
import { decodeEvent } from '../../ingest/validate/decode-event.ts';
import { featureManifest } from '../../scoring/features/registry.ts';
import { reasonText } from '../../scoring/scorer.ts';
import type { EngineOutcome } from '../engine/engine.ts';
import { Turnstile } from '../engine/turnstile.ts';
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
  const queue = new LiveQueue(service.engine, ledger, config);
  const metrics = openMetrics(service, queue);
  const feed = new LedgerAlertFeed(ledger, config.api);
  const announcing = new Turnstile();
  const stopFeed = service.engine.onCommit((outcome) => {
    void announcing.run(() => announce(service, feed, outcome));
  });
  const closeParts = () => {
    stopFeed();
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
    closeParts();
    throw error;
  }
  const close = async () => {
    closeParts();
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

/** Reads the alerts that a commit raised and tells the subscribers. */
async function announce(service: Service, feed: LedgerAlertFeed, outcome: EngineOutcome): Promise<void> {
  const raised = outcome.alertEvents.filter(({ kind }) => kind === 'RAISED');
  if (raised.length === 0 || feed.subscribers === 0) return;
  try {
    const alerts = await service.ledger.alertsById(raised.map(({ alertId }) => alertId));
    for (const { alertId } of raised) {
      const alert = alerts.get(alertId);
      if (alert !== undefined) feed.publish(alert);
    }
  } catch (error) {
    service.log.error(
      { error: messageOf(error) },
      'raised alerts were not announced; subscribers find them when they resume',
    );
  }
}
