import { AnelError } from '../../base/errors.ts';
import type { Command } from '../cli/command.ts';
import { serveApi } from '../live/serve-api.ts';
import { untilAborted } from '../live/until-aborted.ts';
import { openService } from '../open-service.ts';

/** `anel serve`: the service on the data folder. */
export const serveCommand: Command = {
  name: 'serve',
  summary: 'Serve GraphQL, the page and the explorer, and score what is submitted',
  synopsis: '[--role all] [--port N]',
  options: {
    role: { type: 'string', value: 'ROLE', help: 'all (the default): every part in one process' },
    port: { type: 'string', value: 'N', help: 'the port (ANEL_PORT, else 4000; 0 = any free one)' },
  },
  examples: ['anel serve', 'anel serve --port 8080 --data /var/lib/anel'],
  run: async ({ config, clock, log, options, signal, progress, print, json }) => {
    const role = options['role'] ?? 'all';
    if (role !== 'all') {
      throw new AnelError(
        'USAGE',
        `option --role is "${role}": on embedded stores only "all" is possible, since one process owns them`,
      );
    }
    const service = await openService(config, clock, log);
    try {
      const api = await serveApi(service);
      print(
        json
          ? JSON.stringify({ url: api.url })
          : `listening on ${api.url} (GraphQL at /graphql, explorer at /explorer)`,
      );
      await untilAborted(signal);
      progress.say('stopping');
      await api.close();
      return 0;
    } finally {
      await service.close();
    }
  },
};
