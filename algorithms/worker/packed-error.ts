import { AssertionError } from '../../base/assert.ts';
import type { Code } from '../../base/error-codes.ts';
import { AnelError } from '../../base/errors.ts';

/** An error in a form that another thread can be sent: copies of errors that are not JavaScript's own lose their class. */
export interface PackedError {
  /** Null for an error that is not Anel's own. */
  readonly code: Code | null;
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly cause: PackedError | null;
}

/** Packs what was thrown, with its causes. */
export function packError(error: unknown): PackedError {
  if (!(error instanceof Error)) return packError(new Error(String(error)));
  return {
    code: error instanceof AnelError ? error.code : null,
    name: error.name,
    message: error.message,
    stack: error.stack ?? '',
    details: error instanceof AnelError ? error.details : {},
    cause: error.cause === undefined ? null : packError(error.cause),
  };
}

/** The error that was packed: an AnelError or AssertionError where it was one, with the stack of the thread that threw it. */
export function unpackError(packed: PackedError): Error {
  const error = classOf(packed);
  Object.defineProperty(error, 'stack', { value: packed.stack });
  return error;
}

function classOf({ code, name, message, details, cause }: PackedError): Error {
  const options = cause === null ? {} : { cause: unpackError(cause) };
  if (code !== null) return new AnelError(code, message, { ...options, details });
  const error = name === 'AssertionError' ? new AssertionError('') : new Error('', options);
  return Object.assign(error, { name, message });
}
