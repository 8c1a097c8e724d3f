import type { Config } from '../../base/config.ts';
import { isAnelError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { errorBody } from '../errors/public-error.ts';

/** What to answer when a request failed outside of GraphQL: a body that is too large or no JSON, input that is
 * invalid, an answer that took too long, a defect of ours. */
export function failedRequest(
  error: unknown,
  limits: Pick<Config['api'], 'bodyBytesMax'>,
  log: Log,
): { status: number; body: ReturnType<typeof errorBody> } {
  if (isAnelError(error, 'INPUT_INVALID')) return { status: 400, body: errorBody(error.code, error.message) };
  if (isAnelError(error, 'LIMIT_EXCEEDED'))
    return { status: 503, body: errorBody(error.code, error.message) };
  const status = statusOf(error);
  if (status === 413) {
    const detail = `the body is larger than ${limits.bodyBytesMax} bytes (api.bodyBytesMax)`;
    return { status, body: errorBody('LIMIT_EXCEEDED', detail) };
  }
  if (status < 500) return { status, body: errorBody('INPUT_INVALID', messageOf(error)) };
  log.error(
    { error: { message: messageOf(error), stack: error instanceof Error ? error.stack : undefined } },
    'request failed',
  );
  return { status, body: errorBody('INTERNAL') };
}

function statusOf(error: unknown): number {
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
