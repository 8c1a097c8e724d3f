import { isAnelError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';

/** What the command line says about a failure, in one line without its end, and whether the caller can correct it. */
export interface Failure {
  readonly line: string;
  readonly isUsage: boolean;
}

/** The one line of a failure. Anything but an AnelError is a defect of Anel. Pure. */
export function failureOf(error: unknown): Failure {
  const [message] = messageOf(error).split('\n', 1);
  if (isAnelError(error)) return { line: `anel: ${error.code}: ${message}`, isUsage: error.kind === 'usage' };
  return { line: `anel: INTERNAL: ${message}; please report it`, isUsage: false };
}

/** Writes the stack of a defect to the log at level debug: it matters to who mends it, not to who meets it. */
export function logDefect(error: unknown, log: Log): void {
  if (isAnelError(error) || !(error instanceof Error)) return;
  log.debug({ 'error.stack_trace': error.stack }, 'a defect of Anel ended the command');
}
