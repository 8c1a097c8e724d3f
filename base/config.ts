import { z } from 'zod';
import { dayMs, secondMs } from './clock.ts';
import { AnelError } from './errors.ts';

const count = (fallback: number) => z.int().positive().default(fallback);
const durationMs = (fallback: number) => z.int().positive().default(fallback);

/** Every limit and setting of Anel with its default. Unknown keys are errors. Durations end in Ms, counts in Max. */
export const configSchema = z.strictObject({
  /** The folder of everything that Anel keeps. */
  data: z.string().min(1).default('.anel'),
  graph: z
    .strictObject({
      /** Events in one transaction of the graph store. */
      batchMax: count(1000),
      /** Ids in one read. */
      readMax: count(10_000),
      /** Seconds of writing after which the store is checkpointed to disk. */
      checkpointEveryMs: durationMs(30 * secondMs),
      /** Bytes of the embedded store's log after which it is folded into the database file, in the background. */
      logBytesMax: count(134_217_728),
      walk: z
        .strictObject({ hopsMax: count(4), nodesMax: count(500), degreeMax: count(200), pathsMax: count(50) })
        .prefault({}),
    })
    .prefault({}),
  session: z
    .strictObject({
      /** The longest exact window: motifs, pairs and communities look back this far. */
      windowMs: durationMs(7 * dayMs),
      /** An event older than the newest one by more than this is late: stored and scored, not put into the window. */
      allowedLatenessMs: durationMs(dayMs),
      /** Transfers in the window, accounts, and pairs of accounts that the session accepts before it refuses. */
      transfersMax: count(20_000_000),
      accountsMax: count(10_000_000),
      pairsMax: count(20_000_000),
      identifiersMax: count(10_000_000),
      /** Communities are recomputed when this many transfers, and this share of the window, were added. */
      structureEveryTransfers: count(4000),
      structureEveryShare: z.number().positive().max(1).default(0.25),
      /** The page in which a session reads the store when it opens. */
      replayPage: count(5000),
    })
    .prefault({}),
  motifs: z
    .strictObject({
      /** The most recent transfers of one account that a motif search looks at, per direction. */
      degreeMax: count(64),
      /** Steps of one search; when spent, the result says `capped`. */
      stepsMax: count(2000),
      cycleLengthMax: z.int().min(2).max(10).default(6),
      membersMax: count(300),
    })
    .prefault({}),
  structure: z
    .strictObject({
      seed: z.int().nonnegative().default(1),
      louvainResolution: z.number().positive().default(1),
      pagerankDamping: z.number().positive().max(1).default(0.85),
      pagerankTolerance: z.number().positive().default(1e-6),
      pagerankIterationsMax: count(100),
    })
    .prefault({}),
  scoring: z
    .strictObject({
      /** The folder of the model, relative to the package unless absolute. */
      model: z.string().default('scoring/models/onnx/champion'),
      rules: z.string().default('scoring/rules/catalogue'),
      /** Rows in one evaluation of the model. */
      modelBatchMax: count(32),
      /** Scores from which a transaction is reviewed or rejected; null takes the model manifest's. */
      reviewScore: z.number().min(0).max(1).nullable().default(null),
      rejectScore: z.number().min(0).max(1).nullable().default(null),
    })
    .prefault({}),
  rings: z
    .strictObject({
      membersMax: count(300),
      openMax: count(50_000),
      /** A ring or an alert without news for this long takes no new members and is dormant. */
      dormantAfterMs: durationMs(7 * dayMs),
      /** Score from which a transfer counts as a suspicious link between its accounts. */
      linkScoreMin: z.number().positive().max(1).default(0.04),
      /** Suspicious links that are remembered, followed from one account, and steps that are followed from a transfer. */
      linksMax: count(1_000_000),
      linkDegreeMax: count(64),
      linkHopsMax: count(3),
      /** Suspicion from which a flagged group is a ring; below, only an alert is raised. */
      bornSuspicionMin: z.number().min(0).max(1).default(0.5),
    })
    .prefault({}),
  ingest: z
    .strictObject({
      batchMax: count(512),
      /** Batches that may be between two stages. */
      queueMax: count(4),
      lineBytesMax: count(1_048_576),
      /** Records that the sort of a file holds in memory before it writes a run to disk. */
      sortRecordsMax: count(100_000),
      /** Bytes of lines that it holds, whichever comes first. */
      sortBytesMax: count(67_108_864),
      /** Runs on disk; when there are more, they are merged. */
      sortFilesMax: count(256),
      retriesMax: count(8),
      retryBaseMs: durationMs(100),
      retryMaxMs: durationMs(10 * secondMs),
    })
    .prefault({}),
  ledger: z
    .strictObject({
      /** A PostgreSQL connection string; null starts a private one in the data folder. */
      url: z.string().nullable().default(null),
      poolMax: count(8),
      statementTimeoutMs: durationMs(30 * secondMs),
      startTimeoutMs: durationMs(60 * secondMs),
      pageMax: count(1000),
      readMax: count(10_000),
      problemsMax: count(100),
      /** Events, and facts of one kind, in one commit. */
      batchMax: count(10_000),
    })
    .prefault({}),
  api: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: z.int().min(0).max(65_535).default(4000),
      depthMax: count(12),
      complexityMax: count(50_000),
      bodyBytesMax: count(1_048_576),
      pageMax: count(100),
      requestTimeoutMs: durationMs(10 * secondMs),
      subscribersMax: count(1000),
      subscriberQueueMax: count(1000),
      /** Missed alerts that one subscription catches up with. */
      replayMax: count(10_000),
    })
    .prefault({}),
  live: z
    .strictObject({
      /** Transactions submitted through the API wait for at most this long to share a batch. */
      lingerMs: z.int().nonnegative().default(2),
      queueMax: count(10_000),
    })
    .prefault({}),
  log: z
    .strictObject({ level: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('warn') })
    .prefault({}),
});

export type Config = z.infer<typeof configSchema>;

/** Reads settings over the defaults. Throws CONFIG_INVALID that names the key, the value and what was expected. */
export function parseConfig(input: unknown): Config {
  const parsed = configSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const key = issue?.path.join('.') || '(top level)';
  throw new AnelError(
    'CONFIG_INVALID',
    `configuration key "${key}": ${issue?.message ?? 'invalid'}; see docs/configuration.md`,
  );
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
