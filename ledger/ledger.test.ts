import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const url = process.env.ANEL_TEST_POSTGRES_URL;

describe('on a PostgreSQL server', () => {
  if (url !== undefined && url !== '') {
    describeLedger('server', () => makeSchema({ connectionString: url }));
  } else if (process.env.CI === 'true' && process.env.ANEL_TEST_POSTGRES_URL_REQUIRED === '1') {
    it('has a server to run on', () => {
      expect.fail('ANEL_TEST_POSTGRES_URL is not set, but ANEL_TEST_POSTGRES_URL_REQUIRED is');
    });
  } else {
    console.log('skipped: the ledger on a PostgreSQL server; set ANEL_TEST_POSTGRES_URL to run it');
    it.skip('needs ANEL_TEST_POSTGRES_URL');
  }
});
