import { existsSync } from 'node:fs';
import type { PartitionSettings } from '../../algorithms/communities/partition.ts';
import { AnelError, isAnelError, messageOf } from '../../base/errors.ts';
import type { CommunityReport } from '../../jobs/communities/recompute-communities.ts';
import type { Command, CommandContext } from '../cli/command.ts';
import { runCommunities } from '../communities.ts';
import { openGraphAlone } from '../open-stores.ts';

const algorithms = ['leiden', 'louvain', 'components'] as const;

/** `anel communities`: divides the graph of the store, and writes each account's community to it. */
export const communitiesCommand: Command = {
  name: 'communities',
  summary: 'Recompute the communities of the graph and write them to its accounts',
  synopsis: '[--algorithm A]',
  options: {
    algorithm: {
      type: 'string',
      value: 'A',
      help: 'leiden, louvain or components (default: communities.algorithm)',
    },
  },
  examples: ['anel communities', 'anel communities --algorithm louvain --json'],
  run: async (context) => {
    const { config, options, json, progress, print } = context;
    const algorithm = algorithmOf(options['algorithm'], config.communities.algorithm);
    if (config.graph.store === 'embedded' && !existsSync(config.data)) {
      throw new AnelError(
        'FILE_MISSING',
        `recompute communities of data folder "${config.data}": there is no such folder; name another with --data`,
      );
    }
    const report = await recompute(context, algorithm);
    progress.clear();
    if (json) print(JSON.stringify(report));
    else for (const line of linesOf(report)) print(line);
    return 0;
  },
};

function algorithmOf(value: unknown, fallback: PartitionSettings['algorithm']) {
  if (value === undefined) return fallback;
  const known = algorithms.find((algorithm) => algorithm === value);
  if (known !== undefined) return known;
  throw new AnelError('USAGE', `option "--algorithm" is "${value}": expected ${algorithms.join(', ')}`);
}

async function recompute(
  { config, clock, log, signal, progress }: CommandContext,
  algorithm: PartitionSettings['algorithm'],
): Promise<CommunityReport> {
  const { graph, close } = await openGraphAlone(config, log).catch((error: unknown) => {
    throw isAnelError(error, 'DATA_FOLDER_IN_USE') ? askTheService(error) : error;
  });
  try {
    const onProgress = (step: string, done: number, total: number) => progress.update(step, done, total);
    return await runCommunities({ store: graph, config, clock, log, signal, onProgress }, algorithm);
  } finally {
    await close();
  }
}

/** Nobody but the service that has a data folder can write to it. */
function askTheService(error: unknown): AnelError {
  const advice = 'or let that process do it: GraphQL mutation "recomputeCommunities"';
  return new AnelError('DATA_FOLDER_IN_USE', `${messageOf(error)}; ${advice}`, { cause: error });
}

function linesOf(report: CommunityReport): string[] {
  const { algorithm, engine, asOfSeq, accounts, pairs, communities, modularity, largest } = report;
  const number = (value: number) => value.toLocaleString('en');
  return [
    `${number(communities)} communities of ${number(accounts)} accounts and ${number(pairs)} pairs, as of event ${number(asOfSeq)}`,
    `${algorithm} (${engine}): modularity ${modularity.toFixed(4)}, the largest has ${number(largest)} accounts`,
    `${number(report.changedAccounts)} accounts changed, in ${(report.durationMs / 1000).toFixed(1)} s`,
    ...report.suspicious.map(
      (each) =>
        `${each.communityId}: ${each.accounts} accounts, ${each.inRings} in rings, ${each.labelledFraud} labelled as fraud`,
    ),
  ];
}
