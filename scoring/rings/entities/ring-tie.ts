import type { RingTie } from '../model.ts';
import type { IdentifierTie } from './entity-resolution.ts';

/** A tie as evidence of a ring; `keyOf` gives the key of an account of the session. Pure. */
export function ringTie(
  { a, b, kind, identifier, strength, weight, at }: IdentifierTie,
  keyOf: (account: number) => string,
): RingTie {
  const [one, other] = [keyOf(a), keyOf(b)];
  return { kind, identifier, accounts: one < other ? [one, other] : [other, one], strength, weight, at };
}
