import type { Code } from '../../base/error-codes.ts';

/** Why a record cannot become an event. `message` names the field, the value and what was expected, without the place. */
export interface Problem {
  readonly code: Code;
  readonly message: string;
}

/** Characters of a value that an error message shows. */
const shownMax = 80;

/** A value as an error message quotes it: JSON, cut to a readable length. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= shownMax ? text : `${text.slice(0, shownMax)}…`;
}

/** The problem of a field whose value is not what was expected. */
export function invalidField(
  field: string,
  value: unknown,
  expected: string,
  code: Code = 'FIELD_INVALID',
): Problem {
  return { code, message: `field "${field}" is ${quote(value)}: expected ${expected}` };
}

/** The problem of a field that is absent. */
export function missingField(field: string, expected: string): Problem {
  return { code: 'FIELD_MISSING', message: `field "${field}" is missing: expected ${expected}` };
}

/** True for a problem, false for the value that a reader gives otherwise. */
export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}
