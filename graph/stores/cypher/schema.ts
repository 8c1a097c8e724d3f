import { AnelError } from '../../../base/errors.ts';
import { constraints, migrations, query } from '../../../cypher/load.ts';
import type { CypherDatabase } from './cypher-database.ts';

/**
 * Brings a store's schema up to date: constraints and indexes first, then the migrations that it has not seen, each in
 * a transaction of its own. Throws MIGRATION_CHANGED when one that it has seen reads differently now.
 */
export async function applySchema(database: CypherDatabase, store: 'embedded' | 'neo4j'): Promise<void> {
  for (const statement of constraints(store)) await database.read(statement);
  const applied = new Map(
    (await database.read(query('migrations-applied'))).map(([id, digest]) => [id, digest]),
  );
  for (const { id, digest, statements } of migrations()) {
    const seen = applied.get(id);
    if (seen === undefined) {
      await database.write(async (run) => {
        for (const statement of statements) await run(statement);
        await run(query('migration-record'), { id, digest });
      });
    } else if (seen !== digest) {
      throw new AnelError(
        'MIGRATION_CHANGED',
        `opening the graph store: migration "${id}" was applied with other content; put its file back and add a new migration instead`,
      );
    }
  }
}
