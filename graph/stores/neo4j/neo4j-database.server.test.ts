import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Config } from '../../../base/config.ts';
import { openLog } from '../../../base/log.ts';
import { migrations } from '../../../cypher/load.ts';
import { serverVariable } from '../../../test/servers/server-variable.ts';
import { applySchema } from '../cypher/schema.ts';
import { Neo4jDatabase } from './neo4j-database.ts';
import { openNeo4jDriver } from './open-neo4j-driver.ts';
import { emptyNeo4j, testNeo4jConfig } from './testing/test-neo4j.ts';

const url = serverVariable('ANEL_TEST_NEO4J_URL');
const log = openLog('silent');

function databaseOn(settings: Config['graph']['neo4j']): Neo4jDatabase {
  return new Neo4jDatabase(openNeo4jDriver(settings, log), settings, log);
}

if (url !== null) {
  const config = testNeo4jConfig(url);

  describe('a Neo4j database', () => {
    let database: Neo4jDatabase;
    beforeEach(async () => {
      await emptyNeo4j(config);
      database = databaseOn(config.neo4j);
    });
    afterEach(() => database.close());

    const applied = async () => (await database.read('migrations-applied')).map(([id]) => id).sort();

    test('gets every migration once, however many open it at once', async () => {
      const others = Array.from({ length: 4 }, () => databaseOn(config.neo4j));
      await Promise.all([database, ...others].map((each) => applySchema(each)));
      await applySchema(database);
      expect(await applied()).toEqual(migrations().map(({ id }) => id));
      expect(await database.statement('MATCH (s:Sequence) RETURN count(s)')).toEqual([[1]]);
      await Promise.all(others.map((each) => each.close()));
    });

    test('refuses a migration that was changed after it was applied, and one of a newer release', async () => {
      await applySchema(database);
      await database.statement("MATCH (m:Migration {id: 'V0001'}) SET m.digest = 'another'");
      await expect(applySchema(database)).rejects.toMatchObject({ code: 'MIGRATION_CHANGED' });
      await emptyNeo4j(config);
      await applySchema(database);
      await database.statement("CREATE (:Migration {id: 'V9999', digest: 'newer'})");
      await expect(applySchema(database)).rejects.toMatchObject({
        code: 'MIGRATION_CHANGED',
        message: expect.stringContaining('V9999'),
      });
    });

    test('rolls a transaction back whose work fails', async () => {
      const write = database.write(async (_run, statement) => {
        await statement("CREATE (:Ring {id: 'half'})");
        throw new Error('in the middle');
      });
      await expect(write).rejects.toThrow('in the middle');
      expect(await database.statement('MATCH (r:Ring) RETURN r.id')).toEqual([]);
    });

    test('keeps whole numbers whole, and a score of 1 a number with a point', async () => {
      await database.statement('CREATE (:Account {id: "a"})');
      await database.write((run) => run('accounts-pagerank', { ids: ['a'], values: [1] }));
      await database.write((run) => run('accounts-last-seen', { ids: ['a'], values: [2 ** 53 - 1] }));
      expect(
        await database.statement(
          'MATCH (a:Account) RETURN valueType(a.pagerank), valueType(a.lastSeenAt), a.lastSeenAt',
        ),
      ).toEqual([['FLOAT NOT NULL', 'INTEGER NOT NULL', 2 ** 53 - 1]]);
    });

    test('ends a transaction at its deadline, and says that it may be tried again', async () => {
      const hasty = databaseOn({ ...config.neo4j, writeTimeoutMs: 300, retryForMs: 100 });
      await applySchema(hasty);
      let unlock = () => {};
      const locked = new Promise<void>((resolve) => {
        unlock = resolve;
      });
      let isLocked = () => {};
      const holding = new Promise<void>((resolve) => {
        isLocked = resolve;
      });
      const holder = database.write(async (run) => {
        await run('sequence-lock');
        isLocked();
        await locked;
      });
      await holding;
      await expect(hasty.write((run) => run('sequence-lock'))).rejects.toMatchObject({
        code: 'GRAPH_STORE_UNAVAILABLE',
        message: expect.stringContaining('Transaction'),
      });
      unlock();
      await holder;
      await hasty.close();
    });

    test.each([
      ['a wrong password', { password: 'wrong' }, 'GRAPH_STORE_FAILED', 'graph.neo4j.password'],
      ['a database that is not there', { database: 'nowhere' }, 'GRAPH_STORE_FAILED', 'graph.neo4j.database'],
      ['a port where nothing listens', { url: 'bolt://127.0.0.1:9' }, 'GRAPH_STORE_UNAVAILABLE', 'runs'],
    ])('with %s says what to do', async (_name, changes, code, advice) => {
      const wrong = databaseOn({ ...config.neo4j, retryForMs: 200, ...changes });
      await expect(wrong.read('sequence-read')).rejects.toMatchObject({
        code,
        message: expect.stringContaining(advice),
      });
      await wrong.close();
    });

    test('tells how its connections are used: in use, waiting, and idle afterwards', async () => {
      const small = databaseOn({ ...config.neo4j, poolMax: 2 });
      expect(small.poolUse()).toEqual({ inUse: 0, idle: 0, waiting: 0 });
      const reads = [1, 2, 3, 4, 5].map(() => small.read('migrations-applied'));
      expect(small.poolUse()).toEqual({ inUse: 2, idle: 0, waiting: 3 });
      await Promise.all(reads);
      expect(small.poolUse()).toEqual({ inUse: 0, idle: 2, waiting: 0 });
      await small.close();
    });
  });
}
