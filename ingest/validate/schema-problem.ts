import type { z } from 'zod';
import { type EventKind, eventSchemas } from './event-schema.ts';
import { invalidField, missingField, type Problem, quote } from './problem.ts';
import { timeExpected } from './time-text.ts';

/**
 * The first issue that a schema found, as a problem that names the field by its path, its value and what was expected.
 * The schemas' own messages are written as what was expected.
 */
export function schemaProblem(kind: EventKind, value: unknown, error: z.ZodError): Problem {
  const issue = error.issues[0];
  if (issue === undefined) return { code: 'FIELD_INVALID', message: `the record is no ${kind}` };
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') return unknownField(kind, value, path, issue.keys[0] ?? '');
  const field = path.join('.');
  const found = valueAt(value, path);
  const expected = expectation(path, issue.message);
  return found === undefined ? missingField(field, expected) : invalidField(field, found, expected);
}

const timeFields: ReadonlySet<string> = new Set(['at', 'seenAt', 'until']);
const objectExpectations: Readonly<Record<string, string>> = {
  from: 'an object like {"bank":"021","account":"4711"}',
  to: 'an object like {"bank":"021","account":"4711"}',
  account: 'an object like {"bank":"021","account":"4711"}',
  truth: 'an object like {"fraud":true}',
};

function expectation(path: readonly string[], message: string): string {
  const name = path[0] ?? '';
  if (path.length > 1) return message;
  return timeFields.has(name) ? timeExpected : (objectExpectations[name] ?? message);
}

function unknownField(kind: EventKind, value: unknown, path: readonly string[], key: string): Problem {
  const field = [...path, key].join('.');
  const shown = quote(valueAt(value, [...path, key]));
  const expected = path.length === 0 ? `only the fields of a ${kind}: ${fieldsOf(kind)}` : 'no such field';
  return {
    code: 'FIELD_INVALID',
    message: `field "${field}" is ${shown} but not known: expected ${expected}`,
  };
}

function fieldsOf(kind: EventKind): string {
  return Object.keys(eventSchemas[kind].shape).join(', ');
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}
