import { z } from 'zod';
import { dayMs, minuteMs, secondMs } from './clock.ts';
import { AnelError } from './errors.ts';

const count = (fallback: number, meaning: string) => z.int().positive().default(fallback).describe(meaning);
const durationMs = count;

/**
 * Every limit and setting of Anel with its default. Unknown keys are errors, as are limits that contradict each other
 * (`limitPairs`). Durations end in Ms, counts in Max.
 */
export const configSchema = z.strictObject({
  data: z.string().min(1).default('.anel').describe('The folder of everything that Anel keeps.'),
  graph: z
    .strictObject({
      batchMax: count(1000, 'Events in one transaction of the graph store.'),
      readMax: count(10_000, 'Ids in one read.'),
      checkpointEveryMs: durationMs(
        30 * secondMs,
        'The store is checkpointed to disk when this much time has passed.',
      ),
      logBytesMax: count(
        134_217_728,
        "Bytes of the embedded store's log after which it is folded into the database file, in the background.",
      ),
      walk: z
        .strictObject({
          hopsMax: count(4, 'Transfers between the start and the end of a neighbourhood or a path.'),
          nodesMax: count(500, 'Accounts in one neighbourhood, or reached while paths are searched.'),
          degreeMax: count(
            200,
            'The most recent transfers that are followed at one account, per direction; a hub never costs more.',
          ),
          pathsMax: count(50, 'Paths in one answer.'),
        })
        .prefault({}),
    })
    .prefault({}),
  session: z
    .strictObject({
      windowMs: durationMs(
        7 * dayMs,
        'The longest exact window: motifs, pairs and communities look back this far.',
      ),
      allowedLatenessMs: durationMs(
        dayMs,
        'An event older than the newest one by more than this is late: stored and scored, not put into the window.',
      ),
      transfersMax: count(20_000_000, 'Transfers in the window that the session accepts before it refuses.'),
      accountsMax: count(10_000_000, 'Accounts that the session accepts before it refuses.'),
      pairsMax: count(20_000_000, 'Ordered pairs of accounts that the session accepts before it refuses.'),
      identifiersMax: count(
        10_000_000,
        'Identifiers (devices, addresses, phones, ...) that the session accepts before it refuses; four times as many links.',
      ),
      structureEveryTransfers: count(
        4000,
        'Communities and centrality are recomputed after this many transfers, or after structureEveryShare if that is more.',
      ),
      structureEveryShare: z
        .number()
        .positive()
        .max(1)
        .default(0.25)
        .describe(
          'They are recomputed when this share of the window was added, or after structureEveryTransfers if that is more.',
        ),
      replayPage: count(5000, 'The page in which a session reads the store when it opens.'),
    })
    .prefault({}),
  motifs: z
    .strictObject({
      degreeMax: count(
        64,
        'The most recent transfers of one account that a motif search looks at, per direction.',
      ),
      stepsMax: count(2000, 'Steps of one search; when spent, the result says `capped`.'),
      cycleLengthMax: z.int().min(2).max(10).default(6).describe('Transfers in a cycle.'),
      membersMax: count(300, 'Accounts in one motif.'),
    })
    .prefault({}),
  structure: z
    .strictObject({
      seed: z.int().nonnegative().default(1).describe('Seed of the community algorithm.'),
      louvainResolution: z
        .number()
        .positive()
        .default(1)
        .describe('Resolution of the modularity that Louvain optimises; higher makes smaller communities.'),
      pagerankDamping: z
        .number()
        .positive()
        .max(1)
        .default(0.85)
        .describe('Share of the rank that follows the transfers; the rest is spread over all accounts.'),
      pagerankTolerance: z
        .number()
        .positive()
        .default(1e-6)
        .describe('PageRank ends when the ranks change by less than this share of all rank.'),
      pagerankIterationsMax: count(100, 'PageRank ends after this many passes, converged or not.'),
    })
    .prefault({}),
  scoring: z
    .strictObject({
      model: z
        .string()
        .default('scoring/models/onnx/champion')
        .describe('The folder of the model, relative to the package unless absolute.'),
      rules: z
        .string()
        .default('scoring/rules/catalogue')
        .describe('The folder of the rules, relative to the package unless absolute.'),
      modelBatchMax: count(32, 'Rows in one evaluation of the model.'),
      reviewScore: z
        .number()
        .min(0)
        .max(1)
        .nullable()
        .default(null)
        .describe("Score from which a transaction is reviewed; null takes the model manifest's."),
      rejectScore: z
        .number()
        .min(0)
        .max(1)
        .nullable()
        .default(null)
        .describe("Score from which a transaction is rejected; null takes the model manifest's."),
    })
    .prefault({}),
  rings: z
    .strictObject({
      membersMax: count(100, 'Accounts in one ring.'),
      openMax: count(
        50_000,
        'Rings that are tracked at once; when there are more, the one that was quiet for longest is closed.',
      ),
      dormantAfterMs: durationMs(
        7 * dayMs,
        'A ring without news for this long is dormant and is reopened when it gets news; an alert without news for this long is not extended.',
      ),
      dormantPerTransferMax: count(8, 'Rings that fall asleep at one transfer; the others at the next.'),
      linkScoreMin: z
        .number()
        .positive()
        .max(1)
        .default(0.06)
        .describe('Score from which a transfer counts as a suspicious link between its accounts.'),
      linksMax: count(1_000_000, 'Suspicious links that are remembered.'),
      linkDegreeMax: count(64, 'Suspicious links that are followed from one account.'),
      linkHopsMax: count(3, 'Steps that are followed from a transfer.'),
      bornSuspicionMin: z
        .number()
        .min(0)
        .max(1)
        .default(0.7)
        .describe('Suspicion from which a flagged group is a ring; below, only an alert is raised.'),
    })
    .prefault({}),
  ingest: z
    .strictObject({
      batchMax: count(512, 'Events in one batch of the pipeline.'),
      queueMax: count(4, 'Batches of one source that are under way at once.'),
      lineBytesMax: count(1_048_576, 'Bytes of one line of a file; a longer one is a dead letter.'),
      sortRecordsMax: count(
        100_000,
        'Records that the sort of a file holds in memory before it writes a run to disk.',
      ),
      sortBytesMax: count(
        67_108_864,
        'Bytes of lines that the sort of a file holds in memory, whichever comes first.',
      ),
      sortFilesMax: count(256, 'Runs of the sort on disk; when there are more, they are merged.'),
      retriesMax: count(8, 'Times that a retryable failure of a store is tried again.'),
      retryBaseMs: durationMs(100, 'Wait before the first retry; each further one waits twice as long.'),
      retryMaxMs: durationMs(10 * secondMs, 'The longest wait before a retry.'),
    })
    .prefault({}),
  ledger: z
    .strictObject({
      url: z
        .string()
        .nullable()
        .default(null)
        .describe('A PostgreSQL connection string; null starts a private one in the data folder.'),
      poolMax: count(8, 'Connections to PostgreSQL.'),
      statementTimeoutMs: durationMs(30 * secondMs, 'Longest time of one SQL statement.'),
      startTimeoutMs: durationMs(60 * secondMs, 'Longest time in which the private PostgreSQL has to start.'),
      pageMax: count(1000, 'Rows in one page of a list.'),
      readMax: count(10_000, 'Ids in one read.'),
      problemsMax: count(100, 'Problems that a verification reports.'),
      batchMax: count(10_000, 'Events, and facts of one kind, in one commit.'),
    })
    .prefault({}),
  api: z
    .strictObject({
      host: z
        .string()
        .default('127.0.0.1')
        .describe(
          'Address on which the API listens. Anything but loopback is reachable by others: put access control in front of it.',
        ),
      port: z
        .int()
        .min(0)
        .max(65_535)
        .default(4000)
        .describe('Port on which the API listens; 0 takes any free one.'),
      depthMax: count(12, 'Levels of one GraphQL query.'),
      complexityMax: count(50_000, 'Fields that one GraphQL query may answer, estimated before it runs.'),
      bodyBytesMax: count(1_048_576, 'Bytes of one HTTP request.'),
      pageMax: count(100, 'Items in one page of a connection.'),
      requestTimeoutMs: durationMs(10 * secondMs, 'Longest time of one HTTP request.'),
      subscribersMax: count(1000, 'Subscriptions that are open at once.'),
      subscriberQueueMax: count(1000, 'Alerts that wait for one slow subscriber before it is cut off.'),
      replayMax: count(10_000, 'Missed alerts that one subscription catches up with.'),
    })
    .prefault({}),
  live: z
    .strictObject({
      lingerMs: z
        .int()
        .nonnegative()
        .default(2)
        .describe('Transactions submitted through the API wait for at most this long to share a batch.'),
      queueMax: count(10_000, 'Submitted transactions that wait; more are refused.'),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z
        .enum(['silent', 'error', 'warn', 'info', 'debug'])
        .default('warn')
        .describe('What is logged, as JSON lines on standard error.'),
    })
    .prefault({}),
});

export type Config = z.infer<typeof configSchema>;

/** Pairs of keys of which the first must not exceed the second: what one part hands over, the other one has to take. */
const limitPairs = [
  ['ingest.batchMax', 'graph.batchMax'],
  ['ingest.batchMax', 'ledger.batchMax'],
  ['session.replayPage', 'graph.readMax'],
  ['session.replayPage', 'ledger.readMax'],
] as const;

/** Reads settings over the defaults. Throws CONFIG_INVALID that names the key, the value and what was expected. */
export function parseConfig(input: unknown): Config {
  const parsed = configSchema.safeParse(input);
  if (parsed.success) return agreeing(parsed.data);
  const issue = parsed.error.issues[0];
  const key = issue?.path.join('.') || '(top level)';
  throw new AnelError(
    'CONFIG_INVALID',
    `configuration key "${key}": ${issue?.message ?? 'invalid'}; see docs/configuration.md`,
  );
}

function agreeing(config: Config): Config {
  for (const [key, boundKey] of limitPairs) {
    const [value, bound] = [limitAt(config, key), limitAt(config, boundKey)];
    if (value <= bound) continue;
    throw new AnelError(
      'CONFIG_INVALID',
      `configuration key "${key}" is ${value}: expected at most "${boundKey}", which is ${bound}; lower the first or raise the second`,
    );
  }
  return config;
}

function limitAt(config: Config, key: (typeof limitPairs)[number][number]): number {
  const { graph, ledger, ingest, session } = config;
  return {
    'ingest.batchMax': ingest.batchMax,
    'graph.batchMax': graph.batchMax,
    'ledger.batchMax': ledger.batchMax,
    'session.replayPage': session.replayPage,
    'graph.readMax': graph.readMax,
    'ledger.readMax': ledger.readMax,
  }[key];
}

/** Limits of the rule language: they bound the cost of a rule set, whatever is written into its files. */
export const ruleLimits = {
  rulesMax: 200,
  fileBytesMax: 65_536,
  casesMax: 50,
  expressionCharactersMax: 2000,
  expressionNodesMax: 200,
  expressionDepthMax: 24,
  listElementsMax: 50,
} as const;

/** Limits of events from outside. No settings: a record is good or bad the same way in every installation. */
export const eventLimits = {
  /** How much later than we learned of it an event may have happened: what clocks that differ explain. */
  futureToleranceMs: 5 * minuteMs,
} as const;
