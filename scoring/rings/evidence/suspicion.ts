import { flatten, unite } from '../../../algorithms/components/union-find.ts';
import { tieName } from '../fold.ts';
import type { RingEvidence, RingTie, RingTransfer } from '../model.ts';
import { clearestShape } from './shapes.ts';

/** What the clearest shape of a part adds to its weight, times its clarity. On the scale of -ln(1 - score) of a transfer. */
export const shapeWeight = 0.5;
/** The weight at which the suspicion is one half. */
const suspicionHalf = 0.5;
/** Every transfer counts for something: what one with score 0 weighs. */
const transferWeightMin = 0.001;
/** Above this, scores weigh the same. */
const scoreMax = 0.9999;

/** What a transfer adds to the evidence of its ring: above 0, rises with its score. */
export function transferWeight({ score }: RingTransfer): number {
  return transferWeightMin - Math.log(1 - Math.min(score, scoreMax));
}

/**
 * How suspicious a group is by its evidence, 0 (no evidence) .. 1 (never reached): x / (x + suspicionHalf), x being the weight of its
 * heaviest connected part. Each edge added to that part raises it, by more than a rounding error, up to thousands of edges; an edge
 * elsewhere leaves it unless its part gets heavier. Deterministic, whatever the order of the evidence. Costs as `recogniseShapes`.
 */
export function suspicionOf(evidence: RingEvidence): number {
  return suspicionOfWeight(Math.max(0, ...partsOf(evidence).map((part) => partWeight(part))));
}

/** The suspicion of a group whose heaviest part weighs so much. */
export function suspicionOfWeight(weight: number): number {
  return weight / (weight + suspicionHalf);
}

/** The connected parts of the evidence, heaviest first, of equally heavy ones that with the smallest account key. Each in the order of `RingEvidence`. */
export function connectedParts(evidence: RingEvidence): readonly RingEvidence[] {
  return partsOf(evidence)
    .map((part) => ({ part, weight: partWeight(part) }))
    .sort((a, b) => b.weight - a.weight)
    .map(({ part }) => part);
}

/** The weight of a connected part: that of its clearest shape, whose clarity may be known, and those of its transfers and ties in their order. */
export function partWeight(
  { transfers, ties }: RingEvidence,
  clarity: number = clearestShape(transfers)?.clarity ?? 0,
): number {
  let weight = shapeWeight * clarity;
  for (const transfer of transfers) weight += transferWeight(transfer);
  for (const tie of ties) weight += tie.weight;
  return weight;
}

/** The accounts of a transfer or tie. */
export function endsOf(edge: RingTransfer | RingTie): readonly [string, string] {
  return 'accounts' in edge ? edge.accounts : [edge.from, edge.to];
}

/** The connected parts of the evidence by smallest account key, each in the order of `RingEvidence`. O(evidence log evidence). */
export function partsOf(evidence: RingEvidence): RingEvidence[] {
  const transfers = [...evidence.transfers].sort((a, b) => a.seq - b.seq);
  const named = evidence.ties.map((tie) => ({ tie, name: tieName(tie) }));
  const ties = named.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ tie }) => tie);
  const accounts = [...new Set([...transfers, ...ties].flatMap(endsOf))].sort();
  const indexOf = new Map(accounts.map((account, index) => [account, index]));
  const parent = Int32Array.from(accounts, (_, index) => index);
  const placeOf = (account: string) => indexOf.get(account) as number;
  for (const [one, other] of [...transfers, ...ties].map(endsOf)) unite(parent, placeOf(one), placeOf(other));
  flatten(parent);
  const parts = new Map<number, { transfers: RingTransfer[]; ties: RingTie[] }>();
  for (const root of parent) if (!parts.has(root)) parts.set(root, { transfers: [], ties: [] });
  for (const transfer of transfers) parts.get(parent[placeOf(transfer.from)]!)!.transfers.push(transfer);
  for (const tie of ties) parts.get(parent[placeOf(tie.accounts[0])]!)!.ties.push(tie);
  return [...parts.values()];
}
