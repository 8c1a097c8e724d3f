import { type Code, type ErrorCode, errorCodes } from './error-codes.ts';

/** What an AnelError carries beside its message. `details` reach logs only, never an API answer. */
export interface ErrorOptions {
  readonly cause?: unknown;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * The one error type of Anel. `message` says what was attempted, in lower case, with values quoted, then what to do;
 * it may be shown to the operator. The GraphQL edge shows `code` and the table's public message only.
 */
export class AnelError extends Error {
  readonly code: Code;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: Code, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AnelError';
    this.code = code;
    this.details = options.details ?? {};
  }

  get kind(): ErrorCode['kind'] {
    return errorCodes[this.code].kind;
  }

  get retryable(): boolean {
    return errorCodes[this.code].retryable;
  }
}

/** True for an AnelError, of the given code when one is given. */
export function isAnelError(error: unknown, code?: Code): error is AnelError {
  return error instanceof AnelError && (code === undefined || error.code === code);
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
