import type { DeadLetter } from '../model.ts';
import type { Sql } from '../sql-pool.ts';

interface KeyRow {
  readonly source: string;
  readonly position: number;
}

const statement = {
  name: 'dead-letter-known',
  text: `select source, position from dead_letter
    where (source, position) in (select * from unnest($1::text[], $2::bigint[]))`,
};

/** The letters that are not stored yet: a source delivers a record again when the answer to a commit was lost. */
export async function unknownDeadLetters(
  sql: Sql,
  letters: readonly DeadLetter[],
): Promise<readonly DeadLetter[]> {
  if (letters.length === 0) return letters;
  const sources = letters.map(({ source }) => source);
  const positions = letters.map(({ position }) => position);
  const known = new Set((await sql.rows<KeyRow>(statement, [sources, positions])).map(keyOf));
  return known.size === 0 ? letters : letters.filter((letter) => !known.has(keyOf(letter)));
}

function keyOf({ source, position }: KeyRow): string {
  return `${position} ${source}`;
}
