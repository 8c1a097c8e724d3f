import { z } from 'zod';
import { minuteMs } from './clock.ts';
import { apiSettings } from './config/api-settings.ts';
import { communitiesSettings } from './config/communities-settings.ts';
import { entitiesSettings } from './config/entity-settings.ts';
import { graphSettings } from './config/graph-settings.ts';
import { ingestSettings, liveSettings } from './config/ingest-settings.ts';
import { kafkaSettings } from './config/kafka-settings.ts';
import { ledgerSettings } from './config/ledger-settings.ts';
import { redisSettings } from './config/redis-settings.ts';
import { ringsSettings, scoringSettings } from './config/scoring-settings.ts';
import {
  algorithmsSettings,
  auditSettings,
  centralitySettings,
  labelsSettings,
  linksSettings,
  motifsSettings,
  patternsSettings,
  sessionSettings,
  structureSettings,
} from './config/session-settings.ts';
import { settingsOf } from './config/setting.ts';
import { settingProblem } from './config/setting-problem.ts';
import { AnelError } from './errors.ts';

/**
 * Every limit and setting of Anel with its default. Unknown keys are errors, as are limits that contradict each other
 * (`limitPairs`, `strictPairs`). Durations end in Ms, counts in Max, memory in MaxMiB.
 */
export const configSchema = z.strictObject({
  data: z.string().min(1).default('.anel').describe('The folder of everything that Anel keeps.'),
  graph: graphSettings,
  session: sessionSettings,
  motifs: motifsSettings,
  links: linksSettings,
  patterns: patternsSettings,
  labels: labelsSettings,
  structure: structureSettings,
  centrality: centralitySettings,
  algorithms: algorithmsSettings,
  audit: auditSettings,
  scoring: scoringSettings,
  rings: ringsSettings,
  communities: communitiesSettings,
  entities: entitiesSettings,
  ingest: ingestSettings,
  kafka: kafkaSettings,
  ledger: ledgerSettings,
  redis: redisSettings,
  api: apiSettings,
  live: liveSettings,
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

/** Every setting, in the order of the schema. */
export const settings = settingsOf(configSchema);

/** Where the value of a key comes from, for example `environment ANEL_DATA`; null when that is not known. */
export type OriginOf = (key: string) => string | null;

/** Pairs of keys of which the first must not exceed the second: what one part hands over, the other one has to take. */
const limitPairs = [
  ['session.windowMs', 'session.longestWindowMs'],
  ['ingest.batchMax', 'graph.batchMax'],
  ['ingest.batchMax', 'ledger.batchMax'],
  ['session.replayPage', 'graph.readMax'],
  ['session.replayPage', 'ledger.readMax'],
  ['communities.pageEvents', 'graph.readMax'],
  ['communities.annotateBatch', 'graph.readMax'],
  ['kafka.outboxPageMax', 'ledger.readMax'],
] as const;

/** As `limitPairs`, where the first has to be below the second: a lease that is renewed when it ends is lost. */
const strictPairs = [['ledger.leaseRenewEveryMs', 'ledger.leaseMs']] as const;

type LimitKey = (typeof limitPairs | typeof strictPairs)[number][number];

/**
 * Reads settings over the defaults. Throws CONFIG_INVALID that names the key, its value unless that is secret, where it comes from,
 * and what was expected.
 */
export function parseConfig(input: unknown, originOf: OriginOf = () => null): Config {
  const parsed = configSchema.safeParse(input);
  if (parsed.success) return agreeing(parsed.data);
  throw new AnelError('CONFIG_INVALID', settingProblem(settings, input, parsed.error.issues[0], originOf));
}

function agreeing(config: Config): Config {
  for (const [key, boundKey] of limitPairs) {
    if (limitAt(config, key) > limitAt(config, boundKey))
      throw contradiction(config, key, 'at most', boundKey);
  }
  for (const [key, boundKey] of strictPairs) {
    if (limitAt(config, key) >= limitAt(config, boundKey))
      throw contradiction(config, key, 'less than', boundKey);
  }
  return config;
}

function contradiction(config: Config, key: LimitKey, relation: string, boundKey: LimitKey): AnelError {
  const [value, bound] = [limitAt(config, key), limitAt(config, boundKey)];
  return new AnelError(
    'CONFIG_INVALID',
    `configuration key "${key}" is ${value}: expected ${relation} "${boundKey}", which is ${bound}; lower the first or raise the second`,
  );
}

function limitAt(config: Config, key: LimitKey): number {
  const { graph, ledger, ingest, kafka, session, communities } = config;
  return {
    'ingest.batchMax': ingest.batchMax,
    'graph.batchMax': graph.batchMax,
    'ledger.batchMax': ledger.batchMax,
    'session.windowMs': session.windowMs,
    'session.longestWindowMs': session.longestWindowMs,
    'session.replayPage': session.replayPage,
    'graph.readMax': graph.readMax,
    'communities.pageEvents': communities.pageEvents,
    'communities.annotateBatch': communities.annotateBatch,
    'ledger.readMax': ledger.readMax,
    'kafka.outboxPageMax': kafka.outboxPageMax,
    'ledger.leaseRenewEveryMs': ledger.leaseRenewEveryMs,
    'ledger.leaseMs': ledger.leaseMs,
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
