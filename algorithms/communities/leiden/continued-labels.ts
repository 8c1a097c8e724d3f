import { noCommunity } from '../communities.ts';
import { grouped } from '../level-graph.ts';

/**
 * Which former community each new one continues: `former` has the label of every node in the former partition (-1 where it
 * had none), `labels` the new one (0 .. count - 1). Pairs are taken by the number of members that they share, the most first, of
 * one number by the new and then by the former label; each label is taken once. A community with the members that it had therefore keeps its
 * label. Returns one former label for each new one, -1 for a community that continues none. O(nodes + pairs log pairs).
 */
export function continuedLabels(former: Int32Array, labels: Int32Array, count: number): Int32Array {
  const pairs = sharedMembers(former, labels, count);
  pairs.sort((a, b) => b.shared - a.shared || a.label - b.label || a.former - b.former);
  const continued = new Int32Array(count).fill(noCommunity);
  const taken = new Set<number>();
  for (const pair of pairs) {
    if (continued[pair.label] !== noCommunity || taken.has(pair.former)) continue;
    continued[pair.label] = pair.former;
    taken.add(pair.former);
  }
  return continued;
}

interface SharedMembers {
  readonly label: number;
  readonly former: number;
  readonly shared: number;
}

function sharedMembers(former: Int32Array, labels: Int32Array, count: number): SharedMembers[] {
  const { members, starts } = grouped(labels, count);
  const pairs: SharedMembers[] = [];
  for (let label = 0; label < count; label += 1) {
    const shared = new Map<number, number>();
    for (const node of members.subarray(starts[label]!, starts[label + 1]!)) {
      const known = former[node]!;
      if (known >= 0) shared.set(known, (shared.get(known) ?? 0) + 1);
    }
    for (const [known, members] of shared) pairs.push({ label, former: known, shared: members });
  }
  return pairs;
}
