import { AnelError } from '../base/errors.ts';

/**
 * The node of each account that is named, in the order of the names. O(keys), without an index of all keys: few are
 * named. Throws INPUT_INVALID on an account that the graph does not have; `step` says who asked.
 */
export function nodesOfAccounts(
  step: string,
  keys: readonly string[],
  accounts: readonly string[],
): Int32Array {
  const nodeOf = new Map<string, number>(accounts.map((account) => [account, -1]));
  for (const [node, key] of keys.entries()) if (nodeOf.has(key)) nodeOf.set(key, node);
  return Int32Array.from(accounts, (account) => {
    const node = nodeOf.get(account)!;
    if (node >= 0) return node;
    throw new AnelError('INPUT_INVALID', `${step}: account "${account}" is not in the graph; correct it`);
  });
}
