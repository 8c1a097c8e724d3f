import { AnelError } from '../../base/errors.ts';

type TypedArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Uint16Array
  | Uint8Array
  | Int8Array;

/** A copy of a typed array with room for `length` elements, the new ones zero. */
export function grown<T extends TypedArray>(array: T, length: number): T {
  const larger = new (array.constructor as new (length: number) => T)(length);
  (larger as Float64Array).set(array as Float64Array);
  return larger;
}

/** From this capacity on, columns grow by an eighth instead of a half: more copying, less idle memory. */
const frugalFrom = 65_536;

/**
 * The capacity to grow to when `needed` rows must fit: half as much again, or an eighth once it is large, capped. Throws SESSION_TOO_LARGE past `max`, with
 * the advice to raise the limit or to do `otherRemedy`.
 */
export function nextCapacity(
  capacity: number,
  needed: number,
  max: number,
  limitName: string,
  otherRemedy = '',
): number {
  if (needed > max) {
    throw new AnelError(
      'SESSION_TOO_LARGE',
      `session: ${needed} rows exceed the limit ${limitName} (${max}); raise it${otherRemedy}`,
    );
  }
  return Math.min(max, Math.max(needed, Math.ceil(capacity * (capacity < frugalFrom ? 1.5 : 1.125))));
}

/**
 * A sum after one of its amounts was taken out and `countLeft` are left. Exact below 2^53 cents; past that, where adding
 * rounds, it still never falls below zero and an empty sum is zero.
 */
export function sumWithout(sum: number, amount: number, countLeft: number): number {
  return countLeft === 0 ? 0 : Math.max(0, sum - amount);
}
