import pg from 'pg';
import { AssertionError } from '../base/assert.ts';
import type { Code } from '../base/error-codes.ts';
import { AnelError, messageOf } from '../base/errors.ts';

/** What a server answers that takes no writes (any more): after a failover the old one lives on as a standby. */
export const readOnlyCode = '25006';

/** What a code of PostgreSQL means for Anel, by its first characters, and what to do about it. The first that fits counts. */
const meanings: readonly (readonly [codes: RegExp, code: Code, advice: string])[] = [
  [
    // It goes away by itself: no connection, a shutdown or start, too many connections, a lock, a timeout, a standby.
    /^(08|53|57P0[1235]|57014|40001|40P01|55P03|25006|25P0[34])/,
    'LEDGER_UNAVAILABLE',
    'check that the PostgreSQL server runs and takes writes',
  ],
  [
    // The stored data or tables are not what they should be: wrong pages, missing tables or columns.
    /^(XX001|XX002|42P01|42703|58P01|58030)/,
    'LEDGER_CORRUPT',
    'restore the ledger from a backup',
  ],
  [
    // The role may not log in, or has no right to a table or to any schema of its search_path.
    /^(28|42501|3F000)/,
    'LEDGER_FORBIDDEN',
    'check role, password and rights of "ledger.url" and "ledger.ownerUrl", and whether the server asks for TLS ("ledger.ca")',
  ],
  [/^3D000/, 'CONFIG_INVALID', 'create the database, or correct "ledger.url"'],
  [
    // Text that PostgreSQL cannot hold: a zero byte or half of a surrogate pair.
    /^(22P05|22021|22P02)/,
    'FIELD_INVALID',
    'remove zero bytes and broken characters from the text',
  ],
];

/** Codes of Node for a certificate that it does not trust, or that is for another host. */
const untrusted = /CERT|^UNABLE_TO_|^ERR_TLS|^HOSTNAME_MISMATCH$/;

/**
 * What a failed statement means for the caller: LEDGER_UNAVAILABLE (retryable) when the server went away or asks for
 * patience, LEDGER_CORRUPT when tables are missing or damaged, LEDGER_FORBIDDEN when it refuses the role, CONFIG_INVALID when
 * the settings lead to no database or to a server that is not trusted, FIELD_INVALID for text that cannot be stored; a broken
 * constraint is an assertion. `doing` completes "tried to …".
 */
export function ledgerError(error: unknown, doing: string): Error {
  if (error instanceof AnelError || error instanceof AssertionError) return error;
  const attempted = `tried to ${doing}: ${messageOf(error)}`;
  const options = { cause: error };
  if (!(error instanceof pg.DatabaseError)) return connectionError(error, attempted);
  const code = error.code ?? '08';
  const meaning = meanings.find(([codes]) => codes.test(code));
  if (meaning !== undefined) return new AnelError(meaning[1], `${attempted}; ${meaning[2]}`, options);
  if (code.startsWith('23')) return new AssertionError(attempted);
  return new AnelError('INTERNAL', attempted, options);
}

function connectionError(error: unknown, attempted: string): AnelError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const options = { cause: error };
  if (untrusted.test(code) || attempted.includes('does not support SSL')) {
    const advice =
      'check "ledger.ca" and the certificate of the server, which has to be for the host of the URL';
    return new AnelError('CONFIG_INVALID', `${attempted}; ${advice}`, options);
  }
  return new AnelError('LEDGER_UNAVAILABLE', `${attempted}; check that the PostgreSQL server runs`, options);
}
