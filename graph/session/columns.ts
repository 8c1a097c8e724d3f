import { AnelError } from '../../base/errors.ts';

type TypedArray = Float64Array | Float32Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

/** A copy of a typed array with room for `length` elements, the new ones zero. */
export function grown<T extends TypedArray>(array: T, length: number): T {
  const larger = new (array.constructor as new (length: number) => T)(length);
  (larger as Float64Array).set(array as Float64Array);
  return larger;
}

/** The capacity to grow to when `needed` rows must fit: half as much again, capped. Throws SESSION_TOO_LARGE past `max`. */
export function nextCapacity(capacity: number, needed: number, max: number, limitName: string): number {
  if (needed > max) {
    throw new AnelError(
      'SESSION_TOO_LARGE',
      `session: ${needed} rows exceed the limit ${limitName} (${max}); raise it or shorten session.windowMs`,
    );
  }
  return Math.min(max, Math.max(needed, Math.ceil(capacity * 1.5)));
}
