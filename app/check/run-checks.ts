import { join, resolve } from 'node:path';
import { type CheckResult, runCheck } from '../../base/check.ts';
import type { Config } from '../../base/config.ts';
import { checkNeo4j } from '../../graph/stores/neo4j/check-neo4j.ts';
import { checkKafka } from '../../ingest/kafka/check-kafka.ts';
import { checkLedger } from '../../ledger/check-ledger.ts';
import { openModel, openRules } from '../engine/open-engine.ts';
import { checkRedis } from '../redis/check-redis.ts';
import { checkDataFolder, checkEmbeddedGraph } from './check-data-folder.ts';

/** Checks every part that the settings name, all at once, and answers in the order of the parts. Changes nothing. Never throws. */
export function runChecks(config: Config): Promise<readonly CheckResult[]> {
  return Promise.all([
    checkDataFolder(config.data),
    checkRules(config),
    checkModel(config),
    config.graph.store === 'neo4j' ? checkNeo4j(config.graph.neo4j) : checkEmbeddedGraph(config.data),
    checkLedger(config.ledger, join(resolve(config.data), 'ledger')),
    checkKafka(config.kafka),
    checkRedis(config.redis),
  ]);
}

function checkRules(config: Config): Promise<CheckResult> {
  return runCheck({
    part: 'rules',
    secrets: [],
    adviceOf: () => 'correct the file, or scoring.rules; "anel rules test" runs the cases of the rules',
    look: async () => {
      const { rules } = openRules(config);
      return { detail: `${rules.length} in "${config.scoring.rules}"` };
    },
  });
}

function checkModel(config: Config): Promise<CheckResult> {
  return runCheck({
    part: 'model',
    secrets: [],
    adviceOf: () => 'correct scoring.model, or make the model anew with "npm run train"',
    look: async () => {
      const model = await openModel(config);
      await model.close();
      return { detail: `${model.manifest.name} ${model.manifest.version} in "${config.scoring.model}"` };
    },
  });
}
