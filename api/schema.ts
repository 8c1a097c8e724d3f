import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { packagePath } from '../base/package-root.ts';
import { accountType } from './account/account-type.ts';
import { alertType } from './alert/alert-type.ts';
import type { ApiType } from './api-type.ts';
import { bindResolvers } from './bind-resolvers.ts';
import { communityType } from './community/community-type.ts';
import { decisionType } from './decision/decision-type.ts';
import { dossierType } from './dossier/dossier-type.ts';
import { labelType } from './label/label-type.ts';
import { nodeType } from './node/node-type.ts';
import { ringType } from './ring/ring-type.ts';
import { ringEventType } from './ring-event/ring-event-type.ts';
import { scalarsType } from './scalars/scalars-type.ts';
import { statusType } from './status/status-type.ts';
import { transactionType } from './transaction/transaction-type.ts';

/** The registry of the schema: a new GraphQL type is a folder and one line here. */
const apiTypes: readonly ApiType[] = [
  scalarsType,
  nodeType,
  accountType,
  transactionType,
  labelType,
  decisionType,
  ringType,
  dossierType,
  ringEventType,
  alertType,
  communityType,
  statusType,
];

/** Reads the SDL of every registered folder and joins it with the resolvers. A resolver without its field is an assertion. */
export function makeSchema(): GraphQLSchema {
  const texts = apiTypes.map((type) =>
    readFileSync(packagePath('api', type.folder, 'schema.graphql'), 'utf8'),
  );
  const schema = buildSchema(texts.join('\n'));
  for (const type of apiTypes) bindResolvers(schema, type);
  return schema;
}
