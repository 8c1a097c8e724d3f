/** What the files of one folder may import: path prefixes from the package root, for values and for types alone. */
export interface FolderRow {
  readonly values: readonly string[];
  readonly types: readonly string[];
}

const graphWithoutStores = ['graph/csr.ts', 'graph/model/', 'graph/session/', 'graph/window/'];
const everything = [''];

/** Every folder with TypeScript in it and what it may import beside itself. A new folder is a line here. */
export const importTable: Readonly<Record<string, FolderRow>> = {
  base: { values: [], types: [] },
  cypher: { values: ['base/'], types: [] },
  graph: { values: ['base/', 'cypher/'], types: [] },
  algorithms: { values: ['base/', ...graphWithoutStores], types: [] },
  scoring: { values: ['base/', ...graphWithoutStores, 'algorithms/'], types: [] },
  ledger: {
    values: ['base/', 'graph/model/', 'scoring/decision-model.ts', 'scoring/rings/'],
    types: ['graph/'],
  },
  api: {
    values: ['base/', ...graphWithoutStores],
    types: ['graph/store.ts', 'scoring/', 'jobs/', 'ledger/'],
  },
  jobs: {
    values: ['base/', ...graphWithoutStores, 'algorithms/', 'scoring/communities/'],
    types: ['graph/store.ts'],
  },
  ingest: { values: ['base/', 'graph/model/'], types: [] },
  simulator: { values: ['base/', 'graph/model/'], types: ['scoring/rings/model.ts'] },
  app: { values: everything, types: [] },
  bench: { values: everything, types: [] },
  test: { values: everything, types: [] },
  tools: { values: everything, types: [] },
  'vitest.config.ts': { values: ['tools/'], types: [] },
};

/**
 * Files that serve tests only: beside the folder's row they may import any folder, since a test joins parts. A trial looks at the servers
 * through drivers of its own.
 */
export const testFile =
  /\.(test|contract|arbitrary|samples|child)\.ts$|\/testing\/|^ledger\/test-|^test\/|^tools\/trials\//;

/** Where reading begins: what is not reachable from here by imports is dead. A child is a program that a test starts. */
export const entryFile = /\.(test|child)\.ts$|^app\/main\.ts$|^tools\/[^/]+\.ts$|^vitest\.config\.ts$/;

/** The only folder that may import a package, for every package that drives something outside of the process, or that is to stay replaceable. */
export const driverHomes: Readonly<Record<string, string>> = {
  '@grafeo-db/js': 'graph/stores/embedded/',
  'neo4j-driver': 'graph/stores/neo4j/',
  pg: 'ledger/',
  ioredis: 'app/redis/',
  kafkajs: 'ingest/kafka/',
  'onnxruntime-node': 'scoring/models/onnx/',
  '@marcbachmann/cel-js': 'scoring/rules/',
  '@apollo/server': 'api/',
  '@as-integrations/fastify': 'api/',
  dataloader: 'api/',
  fastify: 'api/',
  graphql: 'api/',
  'graphql-ws': 'api/',
  ws: 'api/',
  '@resvg/resvg-wasm': 'app/picture/',
  'graphology-communities-louvain': 'algorithms/',
  pino: 'base/',
  'prom-client': 'app/',
};

/** An expression that only some files may contain. */
export interface BannedExpression {
  readonly expression: string;
  readonly allowedIn: RegExp;
  readonly instead: string;
}

const testsToolsBench = '\\.(test|contract)\\.ts$|/testing/|^(test|tools|bench)/|^vitest\\.config\\.ts$';

/** Calls that would make a result depend on more than its input, or that bypass the one place for a thing. */
export const bannedExpressions: readonly BannedExpression[] = [
  { expression: 'Date.now', allowedIn: /^base\/clock\.ts$/, instead: 'take a Clock' },
  {
    expression: 'performance.now',
    allowedIn: /^base\/clock\.ts$|^(bench|tools|test)\/|\.(test|contract)\.ts$/,
    instead: 'take a Clock',
  },
  { expression: 'new Date()', allowedIn: /^base\/log\.ts$/, instead: 'take a Clock' },
  { expression: 'Math.random', allowedIn: /^$/, instead: 'take a Random' },
  {
    expression: 'process.env',
    allowedIn: new RegExp(`^app/|${testsToolsBench}`),
    instead: 'read it in app/ and pass it on',
  },
  {
    expression: 'console.log',
    allowedIn: new RegExp(testsToolsBench),
    instead: 'use the Log, or the context of a command',
  },
];

/** Lines of a file. */
export const linesMax = 300;

/** Files that may be longer, and why. */
export const longFiles: Readonly<Record<string, string>> = {
  'api/server/open-api-server.test.ts': 'every way to reach one server, which is started once',
  'test/cli/bad-input.test.ts':
    'one list of everything that can be wrong with what the command line is given',
};

/** Files that no import reaches although they are needed, and why. */
export const reachedOtherwise: Readonly<Record<string, string>> = {
  'bench/features/measure-columns-main.ts': 'the program of a process that measure-columns-process.ts starts',
};

/** Exports that no other file imports although they are needed, as `path#name`, and why. */
export const usedOtherwise: Readonly<Record<string, string>> = {};
