import { noCommunity } from '../../algorithms/communities/communities.ts';
import { continuedLabels } from '../../algorithms/communities/leiden/continued-labels.ts';
import { digestId } from '../../base/ids.ts';

export interface CommunityIdsInput {
  /** The community of every account, 0 .. count - 1, -1 for none. */
  readonly labels: Int32Array;
  readonly count: number;
  /** The id that every account had, null for none. */
  readonly former: readonly (string | null)[];
  /** The key of an account by its number. */
  readonly keyOf: (account: number) => string;
}

/**
 * The id of every community: the former one with which it shares the most members, each continued once (see `continuedLabels`); a community that
 * continues none is named after the first of its accounts whose name no other community has. So the same partition keeps its ids, and so
 * does one of which a part was written already: going on after an interruption leads to the ids that it would have led to. O(accounts + formers log formers).
 */
export function communityIds({ labels, count, former, keyOf }: CommunityIdsInput): readonly string[] {
  // By name and not by first appearance: what decides between equals must not depend on which accounts were written.
  const names = [...new Set(former)].filter((name) => name !== null).sort();
  const numbers = new Map(names.map((name, number) => [name, number]));
  const members = labels.reduce((sum, label) => sum + (label === noCommunity ? 0 : 1), 0);
  const [inCommunity, formerly] = [new Int32Array(members), new Int32Array(members)];
  let place = 0;
  for (let account = 0; account < labels.length; account += 1) {
    if (labels[account] === noCommunity) continue;
    const name = former[account] ?? null;
    inCommunity[place] = labels[account]!;
    formerly[place] = name === null ? noCommunity : numbers.get(name)!;
    place += 1;
  }
  const ids = [...continuedLabels(formerly, inCommunity, count)].map((number) => names[number] ?? null);
  return nameNew(ids, new Set(names), labels, keyOf);
}

/** Names the communities without an id, in their order. */
function nameNew(
  ids: (string | null)[],
  taken: Set<string>,
  labels: Int32Array,
  keyOf: (account: number) => string,
): string[] {
  for (let account = 0; account < labels.length; account += 1) {
    const label = labels[account]!;
    if (label === noCommunity || ids[label] !== null) continue;
    const name = nameOf(keyOf(account));
    if (taken.has(name)) continue;
    taken.add(name);
    ids[label] = name;
  }
  return ids.map((id, label) => id ?? lastResort(label, labels, taken, keyOf));
}

function nameOf(...founder: readonly string[]): string {
  return `community-${digestId(founder, 12)}`;
}

/** A name where other communities have the names of all members. */
function lastResort(
  label: number,
  labels: Int32Array,
  taken: Set<string>,
  keyOf: (account: number) => string,
): string {
  const founder = keyOf(labels.indexOf(label));
  let attempt = 2;
  while (taken.has(nameOf(founder, String(attempt)))) attempt += 1;
  const name = nameOf(founder, String(attempt));
  taken.add(name);
  return name;
}
