import { afterAll, beforeAll, describe } from 'vitest';
import { describeLedger } from './ledger.contract.ts';
import { makeSchema, startTestServer, type TestServer, testTimeoutMs } from './test-database.ts';

describe('on the embedded PostgreSQL', () => {
  let test: TestServer;
  beforeAll(async () => {
    test = await startTestServer();
  }, testTimeoutMs);
  afterAll(() => test.dispose(), testTimeoutMs);

  describeLedger('embedded', () => makeSchema(test.server.connection));
});
