import { existsSync } from 'node:fs';
import { AnelError } from '../../base/errors.ts';
import type { Command } from '../cli/command.ts';
import { openStores } from '../open-stores.ts';
import { verify } from '../verify.ts';

/** `anel verify`: checks the ledger against the graph and against its audit chain. */
export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Check the ledger against the graph and against its audit chain',
  synopsis: '',
  options: {},
  examples: ['anel verify', 'anel verify --data /var/lib/anel --json'],
  run: async ({ config, clock, log, progress, json, print }) => {
    const embedded = config.graph.store === 'embedded' || config.ledger.url === null;
    if (embedded && !existsSync(config.data)) {
      throw new AnelError(
        'FILE_MISSING',
        `verify data folder "${config.data}": there is no such folder; name another with --data`,
      );
    }
    const stores = await openStores(config, clock, log);
    try {
      const { checked, problems } = await verify(stores, config, (title, done, total) =>
        progress.update(title, done, total),
      );
      progress.clear();
      if (json) print(JSON.stringify({ ok: problems.length === 0, checked, problems }));
      else {
        for (const { kind, subject, message } of problems) print(`${kind} ${subject}: ${message}`);
        const scope = `${checked.graphEvents} events, ${checked.decisions} decisions, ${checked.auditEntries} audit entries`;
        print(problems.length === 0 ? `whole: ${scope}` : `${problems.length} problems in ${scope}`);
      }
      return problems.length === 0 ? 0 : 1;
    } finally {
      await stores.close();
    }
  },
};
