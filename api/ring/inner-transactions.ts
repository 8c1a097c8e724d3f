import type { StoredTransfer } from '../../graph/store.ts';
import type { Ring } from '../../scoring/rings/model.ts';
import type { ApiContext } from '../context.ts';

/** Members whose transfers are read, and transfers read of each: what one answer may cost the store. */
const innerReadMax = { members: 100, transfersOfMember: 50 } as const;

/** The latest transfers that have both ends in the ring, newest first, without repetition, at most `limit`. */
export async function innerTransactions(
  ring: Ring,
  limit: number,
  context: ApiContext,
): Promise<StoredTransfer[]> {
  const { graph } = context.services;
  const members = new Set(ring.members.map((member) => member.account));
  const read = [...members].slice(0, innerReadMax.members);
  const lists = await Promise.all(
    read.map((account) => graph.transfersOf(account, innerReadMax.transfersOfMember)),
  );
  const inner = new Map<number, StoredTransfer>();
  for (const transfer of lists.flat()) {
    if (members.has(transfer.from) && members.has(transfer.to)) inner.set(transfer.seq, transfer);
  }
  return [...inner.values()].sort((a, b) => b.seq - a.seq).slice(0, limit);
}
