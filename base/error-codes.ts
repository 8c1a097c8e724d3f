/** How a failure is to be treated: by the caller (usage), by the operator (system), or as data (record). */
export type ErrorKind = 'usage' | 'record' | 'system';

/** One row of the error table. `retryable` is the only thing that ingest branches on. */
export interface ErrorCode {
  readonly kind: ErrorKind;
  readonly retryable: boolean;
  /** What may be shown to anybody, without internal detail. */
  readonly publicMessage: string;
}

const usage = (publicMessage: string): ErrorCode => ({ kind: 'usage', retryable: false, publicMessage });
const record = (publicMessage: string): ErrorCode => ({ kind: 'record', retryable: false, publicMessage });
const system = (publicMessage: string, retryable = false): ErrorCode => ({
  kind: 'system',
  retryable,
  publicMessage,
});

/** Every stable error code of Anel. `docs/errors.md` lists the same codes; a test compares both ways. */
export const errorCodes = {
  USAGE: usage('the command line was not understood'),
  CONFIG_INVALID: usage('the configuration has an error'),
  FORMAT_UNKNOWN: usage('the format is not known'),
  FILE_MISSING: usage('the file does not exist'),
  FILE_UNREADABLE: usage('the file cannot be read'),
  FILE_NOT_TEXT: usage('the file is not text'),
  FILE_HEADER_INVALID: usage('the first line of the file is not the header of its format'),
  OUTPUT_UNWRITABLE: usage('the output cannot be written'),
  PORT_TAKEN: system('the port is taken'),
  INTERRUPTED: system('the work was interrupted'),
  DATA_FOLDER_UNWRITABLE: system('the data folder cannot be written'),
  DATA_FOLDER_IN_USE: system('the data folder is in use by another process'),

  RECORD_UNREADABLE: record('the record cannot be parsed'),
  FIELD_MISSING: record('a field is missing'),
  FIELD_INVALID: record('a field has an invalid value'),
  AMOUNT_NOT_POSITIVE: record('the amount is zero or negative'),
  CURRENCY_UNKNOWN: record('the currency is not known'),
  ID_CONFLICT: record('the id was already used for other content'),
  SCHEMA_UNKNOWN: record('the schema of the message is not known'),
  REVERSAL_TARGET_UNKNOWN: record('the reversal names a transfer that is not stored'),

  GRAPH_STORE_UNAVAILABLE: system('the graph store does not answer', true),
  GRAPH_STORE_CORRUPT: system('the graph store is corrupt'),
  GRAPH_STORE_FAILED: system('the graph store refused a query'),
  MIGRATION_CHANGED: system('a migration that was already applied has changed'),
  SESSION_TOO_LARGE: system('the window does not fit into the session'),
  ALGORITHM_TOO_LARGE: system('the graph is too large for the memory that an algorithm may take'),

  LEDGER_UNAVAILABLE: system('the ledger does not answer', true),
  LEDGER_FORBIDDEN: system('the ledger refuses the role or lacks a permission'),
  LEDGER_CORRUPT: system('the ledger is corrupt'),
  SUPERSEDED: system('another process is the active scorer'),
  STORES_MISMATCH: system('the graph store belongs to another ledger'),
  GRAPH_BEHIND_LEDGER: system('the ledger and the graph store do not belong together'),
  EMBEDDED_POSTGRES_MISSING: system('the embedded PostgreSQL has no binaries for this platform'),
  EMBEDDED_POSTGRES_FAILED: system('the embedded PostgreSQL did not start'),

  STREAM_UNAVAILABLE: system('the message stream does not answer', true),
  STREAM_FAILED: system('the message stream refused to work'),
  REDIS_UNAVAILABLE: system('Redis does not answer', true),

  MODEL_MISSING: system('the model or its manifest is missing'),
  MODEL_MISMATCH: system('the features of the model are not the features of this version'),
  MODEL_FAILED: system('the model could not be evaluated'),
  RULE_INVALID: usage('a rule is invalid'),

  AUDIT_FAILED: system('what is kept up to date is not what a recomputation says'),
  ALGORITHM_FAILED: system('the graph algorithm ended without an answer'),

  NOT_FOUND: usage('there is no such thing'),
  INPUT_INVALID: usage('the input is invalid'),
  LIMIT_EXCEEDED: usage('a limit was exceeded'),
  RATE_LIMITED: { kind: 'usage', retryable: true, publicMessage: 'too many requests' },
  UNAVAILABLE: system('the service is not ready', true),
  INTERNAL: system('an internal error occurred'),
} as const satisfies Record<string, ErrorCode>;

/** A stable code: a key of the error table. */
export type Code = keyof typeof errorCodes;
