import grafeo from '@grafeo-db/js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrations, query } from '../../../cypher/load.ts';
import { applySchema } from '../cypher/schema.ts';
import { EmbeddedDatabase } from './embedded-database.ts';

let database: EmbeddedDatabase;
beforeEach(() => {
  database = new EmbeddedDatabase(grafeo.GrafeoDB.create(), '');
});
afterEach(() => database.close());

const applied = async () => (await database.read('migrations-applied')).map(([id]) => id);

test('a new store gets every migration, once, however often it is opened', async () => {
  await applySchema(database);
  await applySchema(database);
  expect((await applied()).sort()).toEqual(migrations().map(({ id }) => id));
});

test('a migration that changed after it was applied is refused', async () => {
  await applySchema(database);
  await database.statement("MATCH (m:Migration) WHERE m.digest IS NOT NULL SET m.digest = 'another'");
  await expect(applySchema(database)).rejects.toMatchObject({ code: 'MIGRATION_CHANGED' });
});

test('a query that the database refuses is an error of the store and leaves nothing behind', async () => {
  await applySchema(database);
  const write = database.write(async (_run, statement) => {
    await statement("CREATE (:Ring {id: 'half'})");
    await statement('THIS IS NO CYPHER');
  });
  await expect(write).rejects.toMatchObject({ code: 'GRAPH_STORE_FAILED' });
  expect(await database.statement('MATCH (r:Ring) RETURN r.id')).toEqual([]);
});

test('the queries on indexed keys do not scan', async () => {
  await applySchema(database);
  await database.write((_run, statement) =>
    statement('UNWIND range(1, 100) AS n CREATE (:Event {id: toString(n), seq: n})'),
  );
  const [row] = await database.statement(
    `PROFILE ${query('embedded', 'events-by-seq').replace('$first', '3').replace('$last', '5')}`,
  );
  expect(String(row?.[0])).not.toMatch(/rows=100\b/);
});
