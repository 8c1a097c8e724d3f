import { defineConfig } from 'vitest/config';
import { TestReport } from './tools/test-report/test-report.ts';

const folders = 'algorithms,api,app,base,bench,cypher,graph,ingest,jobs,ledger,scoring,simulator,tools';
/** Tests beside the code that open a store, start PostgreSQL or start processes. */
const withStores = [
  'graph/stores/**/*.test.ts',
  'ledger/**/*.test.ts',
  'app/**/*.test.ts',
  'api/{account,alert,community,decision,dossier,label,ring,ring-event,transaction}/*.test.ts',
  'api/server/*.test.ts',
];

/** Tests that need a server: without its address in the environment each says so and is skipped. */
const withServers = '**/*.server.test.ts';

/** Node gives packages the CommonJS build of graphql and Vite would give us the other one: two, and neither knows the other's types. */
const oneGraphql = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

/** The test of the README runs the README's test command: inside of it only a few tests run, or it would never end. */
const insideReadmeTest = process.env.ANEL_README_TEST === '1';

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', new TestReport()],
    projects: [
      {
        resolve: oneGraphql,
        test: {
          name: 'unit',
          include: insideReadmeTest
            ? ['{base,cypher,tools}/**/*.test.ts', 'test/repository/**/*.test.ts']
            : [`{${folders}}/**/*.test.ts`, 'test/repository/**/*.test.ts'],
          exclude: [...withStores, withServers, 'test/repository/readme.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        resolve: oneGraphql,
        test: {
          name: 'stores',
          include: insideReadmeTest ? [] : withStores,
          exclude: [withServers],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: oneGraphql,
        test: {
          name: 'whole',
          include: insideReadmeTest ? [] : ['test/**/*.test.ts'],
          exclude: [withServers, 'test/repository/!(readme).test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: oneGraphql,
        test: {
          name: 'servers',
          include: insideReadmeTest ? [] : [`{${folders},test}/${withServers}`],
          // Neo4j Community has one database: suites take turns on it.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
