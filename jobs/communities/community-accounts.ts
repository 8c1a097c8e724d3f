import { noCommunity } from '../../algorithms/communities/communities.ts';
import type { GraphStore } from '../../graph/store.ts';

/** A community that people should look at. */
export interface SuspiciousCommunity {
  readonly communityId: string;
  readonly accounts: number;
  /** Accounts that belong to a ring now. */
  readonly inRings: number;
  /** Accounts whose newest label is fraud. */
  readonly labelledFraud: number;
}

/** What the store says of accounts by their numbers. */
export interface StoredMarks {
  /** The community id of every account, null for none. */
  readonly communityIds: readonly (string | null)[];
  readonly inRing: Uint8Array;
  readonly isFraud: Uint8Array;
}

/** Reads what the store says of accounts, `batch` at a time. `onProgress` is told how many are read. */
export async function readMarks(
  store: Pick<GraphStore, 'accounts'>,
  keys: readonly string[],
  batch: number,
  onProgress: (done: number) => void,
): Promise<StoredMarks> {
  const communityIds: (string | null)[] = [];
  const [inRing, isFraud] = [new Uint8Array(keys.length), new Uint8Array(keys.length)];
  for (let start = 0; start < keys.length; start += batch) {
    const page = keys.slice(start, start + batch);
    const found = await store.accounts(page);
    for (const [place, key] of page.entries()) {
      const account = found.get(key);
      communityIds.push(account?.communityId ?? null);
      if ((account?.ringId ?? null) !== null) inRing[start + place] = 1;
      if (account?.label === 'fraud') isFraud[start + place] = 1;
    }
    onProgress(communityIds.length);
  }
  return { communityIds, inRing, isFraud };
}

/**
 * The communities with accounts in rings or labelled as fraud, at most `listMax`: the largest share of such accounts first, of one share the larger community, then
 * the lower number. An account that is both counts twice.
 */
export function suspiciousCommunities(
  { labels, ids }: { readonly labels: Int32Array; readonly ids: readonly string[] },
  { inRing, isFraud }: StoredMarks,
  listMax: number,
): readonly SuspiciousCommunity[] {
  const [accounts, rings, fraud] = [0, 1, 2].map(() => new Int32Array(ids.length)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  for (let account = 0; account < labels.length; account += 1) {
    const label = labels[account]!;
    if (label === noCommunity) continue;
    accounts[label]! += 1;
    rings[label]! += inRing[account]!;
    fraud[label]! += isFraud[account]!;
  }
  const share = (label: number) => (rings[label]! + fraud[label]!) / accounts[label]!;
  return [...ids.keys()]
    .filter((label) => share(label) > 0)
    .sort((a, b) => share(b) - share(a) || accounts[b]! - accounts[a]! || a - b)
    .slice(0, listMax)
    .map((label) => ({
      communityId: ids[label]!,
      accounts: accounts[label]!,
      inRings: rings[label]!,
      labelledFraud: fraud[label]!,
    }));
}
