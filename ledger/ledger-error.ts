import pg from 'pg';
import { AssertionError } from '../base/assert.ts';
import { AnelError, messageOf } from '../base/errors.ts';

/** Codes of PostgreSQL that go away by themselves: a shutdown or start, too many connections, a lock, a timeout. */
const passing = [
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '57014',
  '53300',
  '40001',
  '40P01',
  '55P03',
  '25P03',
  '25P04',
];

/** Codes that say the stored data or tables are not what they should be: wrong pages, missing tables or columns. */
const damaged = ['XX001', 'XX002', '42P01', '42703', '58P01', '58030'];

/** The role has no right to a table, a schema or the database, or none of the schemas of its search_path is usable. */
const forbidden = ['42501', '3F000'];

/** There is no such database. */
const noDatabase = '3D000';

/** Text that PostgreSQL cannot hold: a zero byte or half of a surrogate pair. */
const unstorable = ['22P05', '22021', '22P02'];

/**
 * What a failed statement means for the caller: LEDGER_UNAVAILABLE (retryable) when the server went away or asks for
 * patience, LEDGER_FORBIDDEN when it refuses the role, CONFIG_INVALID when the settings cannot lead to it, LEDGER_CORRUPT when tables are missing or damaged, FIELD_INVALID for text that cannot be stored; a broken
 * constraint is an assertion. `doing` completes "tried to …".
 */
export function ledgerError(error: unknown, doing: string): Error {
  if (error instanceof AnelError || error instanceof AssertionError) return error;
  const code = error instanceof pg.DatabaseError ? (error.code ?? '') : '';
  const attempted = `tried to ${doing}: ${messageOf(error)}`;
  const options = { cause: error };
  if (code === '' || code.startsWith('08') || code.startsWith('53') || passing.includes(code)) {
    return new AnelError(
      'LEDGER_UNAVAILABLE',
      `${attempted}; check that the PostgreSQL server runs`,
      options,
    );
  }
  if (damaged.includes(code)) {
    return new AnelError('LEDGER_CORRUPT', `${attempted}; restore the ledger from a backup`, options);
  }
  if (forbidden.includes(code) || code.startsWith('28')) {
    return new AnelError(
      'LEDGER_FORBIDDEN',
      `${attempted}; check role, password and rights of "ledger.url" and "ledger.ownerUrl"`,
      options,
    );
  }
  if (code === noDatabase) {
    return new AnelError('CONFIG_INVALID', `${attempted}; create it, or correct "ledger.url"`, options);
  }
  if (unstorable.includes(code)) {
    return new AnelError(
      'FIELD_INVALID',
      `${attempted}; remove zero bytes and broken characters from the text`,
      options,
    );
  }
  if (code.startsWith('23')) return new AssertionError(attempted);
  return new AnelError('INTERNAL', attempted, options);
}
