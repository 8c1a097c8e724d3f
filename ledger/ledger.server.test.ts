import { describe } from 'vitest';
import { serverVariable } from '../test/servers/server-variable.ts';
import { describeLedger } from './ledger.contract.ts';
import { makeSchema, makeSchemaWithRoles } from './test-database.ts';

describe('on a PostgreSQL server', () => {
  const connectionString = serverVariable('ANEL_TEST_POSTGRES_URL');
  if (connectionString === null) return;
  describeLedger('one role', () => makeSchema({ connectionString }));
  describeLedger('a role that does not own the tables', () => makeSchemaWithRoles({ connectionString }));
});
