import type { Command } from '../cli/command.ts';
import { verify } from '../verify.ts';
import { withExistingStores } from '../with-existing-stores.ts';

/** `anel verify`: checks the ledger against the graph and against its audit chain. */
export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Check the ledger against the graph and against its audit chain',
  synopsis: '',
  options: {},
  examples: ['anel verify', 'anel verify --data /var/lib/anel --json'],
  run: async (context) => {
    const { config, progress, json, print } = context;
    const { checked, problems } = await withExistingStores(context, (stores) =>
      verify(stores, config, (title, done, total) => progress.update(title, done, total)),
    );
    progress.clear();
    if (json) print(JSON.stringify({ ok: problems.length === 0, checked, problems }));
    else {
      for (const { kind, subject, message } of problems) print(`${kind} ${subject}: ${message}`);
      const scope = `${checked.graphEvents} events, ${checked.decisions} decisions, ${checked.auditEntries} audit entries`;
      print(problems.length === 0 ? `whole: ${scope}` : `${problems.length} problems in ${scope}`);
    }
    return problems.length === 0 ? 0 : 1;
  },
};
