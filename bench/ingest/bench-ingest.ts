import type { Log } from '../../base/log.ts';
import type { ServerName } from '../../tools/servers/test-server.ts';
import { startBenchServers } from './bench-servers.ts';
import { compare, type IngestFigures, type Round, timeRound } from './figures.ts';
import { kafkaContest } from './kafka-contest.ts';
import { openStorePair, storeContest } from './store-contest.ts';
import { benchTransfers } from './transfers.ts';

export interface IngestBenchOptions {
  readonly store: 'embedded' | 'neo4j';
  /** Where the messages come from: this process's memory, or Kafka. */
  readonly source: 'memory' | 'kafka';
  readonly transactions: number;
  readonly seed: number;
  /** Whether transfers show devices, addresses of the net and the like, which the bare driver does not write. */
  readonly identifiers: boolean;
  readonly log: Log;
  readonly print: (line: string) => void;
}

/** Rounds that count, after those that do not: a server that was just started compiles its plans and its code in them. */
const rounds = 8;
const warmUps = 4;

/**
 * Takes simulated transfers into a graph store as ingest does (decode, validate, look up the ids, number, commit; the next batch is
 * decoded while one is written), and as many by a loop over the bare drivers without any of that, in turns on the same servers in
 * batches of `graph.batchMax`. The servers are private to the run.
 */
export async function benchIngest(options: IngestBenchOptions): Promise<IngestFigures> {
  const { store, source, identifiers, log, print } = options;
  const names: ServerName[] = [
    ...(store === 'neo4j' ? ['neo4j' as const] : []),
    ...(source === 'kafka' ? ['kafka' as const] : []),
  ];
  const servers = await startBenchServers(names, { graph: { store } }, print);
  try {
    const { config } = servers;
    const { rounds: transfers, bareAccounts } = benchTransfers({ ...options, rounds: warmUps + rounds });
    const pair = await openStorePair(config, log, bareAccounts);
    const contest =
      source === 'kafka' ? kafkaContest(pair, config, log) : storeContest(pair, config.graph.batchMax);
    const ours: Round[] = [];
    const bare: Round[] = [];
    try {
      for (const [index, round] of transfers.entries()) {
        const our = async () => ours.push(await timeRound((start) => contest.ours(round, start)));
        const their = async () => bare.push(await timeRound((start) => contest.bare(round, start)));
        // Whoever comes second may find the machine warmer: they take turns.
        for (const side of index % 2 === 0 ? [our, their] : [their, our]) await side();
        print(
          index < warmUps
            ? `warming up, ${index + 1} of ${warmUps}`
            : `round ${index - warmUps + 1} of ${rounds}`,
        );
      }
    } finally {
      await contest.close();
    }
    return { store, source, identifiers, ...compare(ours.slice(warmUps), bare.slice(warmUps)) };
  } finally {
    await servers.stop();
  }
}
