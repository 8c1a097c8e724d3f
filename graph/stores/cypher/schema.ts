import { AnelError } from '../../../base/errors.ts';
import { constraints, type Migration, migrations } from '../../../cypher/load.ts';
import type { CypherDatabase } from './cypher-database.ts';

/**
 * Brings a store's schema up to date: constraints and indexes first, then the migrations that it has not seen, in one
 * transaction that others who open the same store wait for. Throws MIGRATION_CHANGED when one that it has seen reads differently
 * now, or is unknown to this version.
 */
export async function applySchema(database: CypherDatabase): Promise<void> {
  for (const statement of constraints(database.kind)) await database.statement(statement);
  const known = migrations();
  await database.write(async (run, statement) => {
    await run('migrations-lock');
    const applied = new Map(
      (await run('migrations-applied')).map(([id, digest]) => [id as string, digest as string]),
    );
    checkApplied(applied, known);
    for (const { id, digest, statements } of known) {
      if (applied.has(id)) continue;
      for (const text of statements) await statement(text);
      await run('migration-record', { id, digest });
    }
  });
}

function checkApplied(applied: ReadonlyMap<string, string>, known: readonly Migration[]): void {
  const digests = new Map(known.map(({ id, digest }) => [id, digest]));
  for (const [id, digest] of applied) {
    const own = digests.get(id);
    if (own === digest) continue;
    throw new AnelError(
      'MIGRATION_CHANGED',
      own === undefined
        ? `opening the graph store: it has migration "${id}", which this Anel does not know; use the newer release that made it`
        : `opening the graph store: migration "${id}" was applied with other content; put its file back and add a new migration instead`,
    );
  }
}
