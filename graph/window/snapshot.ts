import type { Csr } from '../csr.ts';
import type { WindowIndex } from './window-index.ts';

/**
 * A flat copy of one window: node n is account n (accounts without a transfer are isolated nodes), an edge is an ordered pair of
 * accounts, its weight the number of transfers. Self-transfers are left out. O(accounts + transfers of the window).
 */
export function windowCsr(index: WindowIndex, nodeCount: number, window: number): Csr {
  const edges = pairsOf(index, nodeCount, window);
  const byTarget = order(edges.targets, nodeCount, (edge) => edge, edges.targets.length);
  const bySource = order(edges.sources, nodeCount, (place) => byTarget[place]!, edges.sources.length);
  const offsets = new Int32Array(nodeCount + 1);
  for (const source of edges.sources) offsets[source + 1]! += 1;
  for (let node = 0; node < nodeCount; node += 1) offsets[node + 1]! += offsets[node]!;
  const targets = new Int32Array(bySource.length);
  const weights = new Float64Array(bySource.length);
  for (let place = 0; place < bySource.length; place += 1) {
    targets[place] = edges.targets[bySource[place]!]!;
    weights[place] = edges.counts[bySource[place]!]!;
  }
  return { nodeCount, offsets, targets, weights };
}

/** The pairs of a window as columns, by source; the newest transfer of each pair stands for it. */
function pairsOf({ accounts, transfers }: WindowIndex, nodeCount: number, window: number) {
  let count = 0;
  for (let node = 0; node < nodeCount; node += 1) {
    count += accounts.fanOut[node * accounts.windowCount + window]!;
  }
  const sources = new Int32Array(count);
  const targets = new Int32Array(count);
  const counts = new Float64Array(count);
  let next = 0;
  for (let node = 0; node < nodeCount; node += 1) {
    for (let slot = accounts.outTail[node]!; slot !== -1; slot = transfers.outPrev[slot]!) {
      if (!transfers.isIn(slot, window)) break;
      if (transfers.pairNewer[slot] !== -1) continue;
      let together = 0;
      for (let older = slot; older !== -1; older = transfers.pairOlder[older]!) {
        if (!transfers.isIn(older, window)) break;
        together += 1;
      }
      sources[next] = node;
      targets[next] = transfers.to[slot]!;
      counts[next] = together;
      next += 1;
    }
  }
  return { sources, targets, counts };
}

/** A stable counting sort: the items `itemAt(0 .. count - 1)` by their key. */
function order(
  keys: Int32Array,
  keyCount: number,
  itemAt: (place: number) => number,
  count: number,
): Int32Array {
  const starts = new Int32Array(keyCount + 1);
  for (const key of keys) starts[key + 1]! += 1;
  for (let key = 0; key < keyCount; key += 1) starts[key + 1]! += starts[key]!;
  const sorted = new Int32Array(count);
  for (let place = 0; place < count; place += 1) {
    const item = itemAt(place);
    const key = keys[item]!;
    sorted[starts[key]!] = item;
    starts[key]! += 1;
  }
  return sorted;
}
