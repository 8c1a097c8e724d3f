import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type Code, errorCodes } from '../../base/error-codes.ts';
import { AnelError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { isTooManyTokens } from '../limits/parse-document.ts';

/** The codes whose message speaks of the request alone, and so may be shown. */
const ownMistakes: ReadonlySet<Code> = new Set(['INPUT_INVALID', 'LIMIT_EXCEEDED', 'RATE_LIMITED']);

/**
 * What a client may know of an error: a code of the table and its public message; for a mistake of the request also what
 * was wrong with it. Everything else is logged and masked.
 */
export function publicError(error: unknown, log: Log): GraphQLFormattedError {
  const cause = originOf(error);
  const graphqlError = error instanceof GraphQLError ? error : undefined;
  const place = {
    ...(graphqlError?.locations === undefined ? {} : { locations: graphqlError.locations }),
    ...(graphqlError?.path === undefined ? {} : { path: graphqlError.path }),
  };
  if (cause instanceof AnelError) return { ...place, ...ofAnelError(cause, graphqlError, log) };
  if (cause instanceof GraphQLError) {
    return { ...place, ...body(isTooManyTokens(cause) ? 'LIMIT_EXCEEDED' : 'INPUT_INVALID', cause.message) };
  }
  log.error(
    { error: { message: messageOf(cause), stack: cause instanceof Error ? cause.stack : undefined } },
    'request failed',
  );
  return { ...place, ...body('INTERNAL') };
}

/** The body of an answer that failed before GraphQL saw the request. */
export function errorBody(code: Code, detail?: string): { errors: GraphQLFormattedError[] } {
  return { errors: [body(code, detail)] };
}

function ofAnelError(error: AnelError, wrapper: GraphQLError | undefined, log: Log): GraphQLFormattedError {
  // Before execution the wrapper names the variable or the literal that was wrong; during it, the path does.
  const named = wrapper !== undefined && wrapper.path === undefined ? wrapper.message : error.message;
  if (ownMistakes.has(error.code)) return body(error.code, named);
  log.error(
    { code: error.code, error: { message: error.message, stack: error.stack }, details: error.details },
    'request failed',
  );
  return body(error.code);
}

function body(code: Code, detail?: string): GraphQLFormattedError {
  const { publicMessage } = errorCodes[code];
  return {
    message: detail === undefined ? publicMessage : `${publicMessage}: ${detail}`,
    extensions: { code },
  };
}

/** The error that graphql wrapped on its way out, at most a few times. */
function originOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError !== undefined) cause = cause.originalError;
  return cause;
}
