/** Thrown for an impossible state: a defect of Anel, never of its input. */
export class AssertionError extends Error {
  constructor(message: string) {
    super(`impossible state: ${message}`);
    this.name = 'AssertionError';
  }
}

/** Ends with an AssertionError when `condition` does not hold. For impossible states only; bad input gets an AnelError. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Returns `value`, which cannot be absent here; an AssertionError names it when it is. */
export function present<T>(value: T | null | undefined, name: string): T {
  assert(value !== null && value !== undefined, `${name} is absent`);
  return value;
}
