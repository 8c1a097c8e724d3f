import { changedNodes } from '../../algorithms/changed-nodes.ts';
import { type LeidenCommunities, leidenOfProjection } from '../../algorithms/communities/leiden/leiden.ts';
import { symmetrise } from '../../algorithms/csr.ts';
import { Random } from '../../base/random.ts';
import type { Csr } from '../../graph/csr.ts';
import { withChangedEdges } from './changed-edges.ts';
import { fastest } from './measure.ts';

/** A warm start after changed edges, beside a cold one on the same changed graph. */
export interface WarmLeiden {
  readonly coldSeconds: number;
  readonly warmSeconds: number;
  readonly coldModularity: number;
  readonly warmModularity: number;
  /** Former communities of which no member has a changed edge. */
  readonly untouched: number;
  /** The share of them that have exactly their members and their label still; null when there are none. */
  readonly untouchedKept: number | null;
}

/** Share of the edges that change: half of them go, half of them come. */
const changedShare = 0.01;

/** Measures both on the projection, which each of them would need alike. */
export function benchWarmLeiden(
  csr: Csr,
  options: { readonly resolution: number; readonly seed: number; readonly repeats: number },
): WarmLeiden {
  const { resolution, seed, repeats } = options;
  const after = withChangedEdges(csr, changedShare, new Random(`${seed}/changes`));
  const former = leidenOfProjection(symmetrise(csr), { resolution, random: new Random(seed) });
  const projection = symmetrise(after);
  const touched = changedNodes(csr, after);
  const run = (warm: object) =>
    fastest(() => leidenOfProjection(projection, { resolution, random: new Random(seed), ...warm }), repeats);
  const warm = run({ start: former.labels, touched });
  const cold = run({});
  return {
    coldSeconds: cold.seconds,
    warmSeconds: warm.seconds,
    coldModularity: cold.result.modularity,
    warmModularity: warm.result.modularity,
    ...keptUntouched(former, warm.result, touched),
  };
}

function keptUntouched(former: LeidenCommunities, now: LeidenCommunities, touched: Int32Array) {
  const isTouched = new Uint8Array(former.count);
  for (const node of touched) isTouched[former.labels[node]!] = 1;
  const formerMembers = membersOf(former);
  const members = membersOf(now);
  const nowOf = new Map([...now.formerLabels].map((label, index) => [label, index]));
  const untouched = formerMembers.map((_, label) => label).filter((label) => isTouched[label] === 0);
  const kept = untouched.filter((label) => {
    const same = members[nowOf.get(label) ?? -1];
    return same !== undefined && same.join() === formerMembers[label]!.join();
  });
  return {
    untouched: untouched.length,
    untouchedKept: untouched.length === 0 ? null : kept.length / untouched.length,
  };
}

function membersOf({ labels, count }: LeidenCommunities): number[][] {
  const members = Array.from({ length: count }, (): number[] => []);
  for (const [node, label] of labels.entries()) members[label]!.push(node);
  return members;
}
