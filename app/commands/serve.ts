import { AnelError } from '../../base/errors.ts';
import type { Command, CommandContext } from '../cli/command.ts';
import { serveApi } from '../live/serve-api.ts';
import { untilAborted } from '../live/until-aborted.ts';
import { Metrics } from '../metrics/metrics.ts';
import { openStores } from '../open-stores.ts';
import { openInProcess, openRedis } from '../redis/open-redis.ts';
import { runScorer } from '../scorer/run-scorer.ts';
import { version } from '../version.ts';

/** What a process does: score (or stand by while another one does) and answer, or answer alone. */
const roles = ['all', 'api'] as const;

type Role = (typeof roles)[number];

/** `anel serve`: the service on the data folder and the servers of the settings. */
export const serveCommand: Command = {
  name: 'serve',
  summary: 'Serve GraphQL, the page and the explorer, and score what is submitted and what comes from Kafka',
  synopsis: '[--role all|api] [--port N]',
  options: {
    role: {
      type: 'string',
      value: 'ROLE',
      help: 'all (the default): score, or stand by while another process does; api: only answer',
    },
    port: { type: 'string', value: 'N', help: 'the port (ANEL_PORT, else 4000; 0 = any free one)' },
  },
  examples: [
    'anel serve',
    'anel serve --port 8080 --data /var/lib/anel',
    'anel serve --role api --config anel.yaml',
  ],
  run: async (context) => {
    const { config, clock, log, signal, progress, print, json } = context;
    const role = roleOf(context);
    const stores = await openStores(config, clock, log, { patientUntil: signal });
    const redis = openRedis(config, clock, log);
    const shared = redis ?? openInProcess(config, clock);
    const metrics = new Metrics({ version: version(), clock });
    if (redis !== null)
      metrics.redis.watch(() => ({ connected: redis.ready() === 'open', ...redis.counts() }));
    try {
      const { graph, ledger } = stores;
      const parts = { graph, ledger, shared, metrics, config, clock, log };
      const api = await serveApi(parts);
      try {
        print(
          json
            ? JSON.stringify({ url: api.url })
            : `listening on ${api.url} (GraphQL at /graphql, explorer at /explorer)`,
        );
        if (role === 'api') await untilAborted(signal);
        else
          await runScorer({
            stores,
            config,
            clock,
            log,
            metrics,
            signal,
            attach: (service) => api.attach(service),
          });
        progress.say('stopping');
        return 0;
      } finally {
        await api.close();
      }
    } finally {
      await shared.close();
      await stores.close();
    }
  },
};

/** Throws USAGE for a role that does not exist, or that the settings do not allow. */
function roleOf({ options, config }: CommandContext): Role {
  const role = options['role'] ?? 'all';
  if (role !== 'all' && role !== 'api')
    throw new AnelError('USAGE', `option --role is "${role}": expected ${roles.join(' or ')}`);
  const embedded = config.graph.store === 'embedded' || config.ledger.url === null;
  if (role === 'all' || !embedded) return role;
  throw new AnelError(
    'USAGE',
    `option --role is "${role}": on embedded stores only "all" is possible, since one process owns them; set graph.store and ledger.url`,
  );
}
