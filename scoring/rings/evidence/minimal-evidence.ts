import { unite } from '../../../algorithms/components/union-find.ts';
import type { RingEvidence, RingTie, RingTransfer, Typology } from '../model.ts';
import { clarityOf, clearestShape } from './shapes.ts';
import { connectedParts, endsOf, suspicionOf, transferWeight } from './suspicion.ts';

/** How much one piece of the evidence matters. */
export interface Contribution {
  readonly edge:
    | { readonly kind: 'TRANSFER'; readonly transfer: RingTransfer }
    | { readonly kind: 'TIE'; readonly tie: RingTie };
  /** By how much the suspicion falls without it, 0 .. 1. */
  readonly drop: number;
  /** Its part of the sum of all drops; they add up to 1. */
  readonly share: number;
}

/**
 * The least that still tells why this is a ring: of the heaviest connected part a set of transfers that shows its clearest shape as
 * clearly and from which none can be missed, and the heaviest transfers and ties that join every other account to it. Without any one
 * edge the suspicion is lower; its own minimal evidence is itself. In the order of `RingEvidence`. Deterministic.
 * At most O(transfers) recognitions of one shape, so for a dossier, not for every transfer.
 */
export function minimalEvidence(evidence: RingEvidence): RingEvidence {
  let before = evidence;
  let after = reduced(before);
  while (sizeOf(after) < sizeOf(before)) {
    before = after;
    after = reduced(before);
  }
  return after;
}

/**
 * By how much the suspicion falls without each single transfer and tie: largest first, then transfers by sequence number, then ties. Edges
 * outside of the heaviest part matter nothing. Where no edge matters by itself (another part is just as heavy) shares go by weight.
 * Deterministic. One `suspicionOf` for each edge of the heaviest part.
 */
export function contributionsOf(evidence: RingEvidence): readonly Contribution[] {
  const [heaviest, ...others] = connectedParts(evidence);
  if (heaviest === undefined) return [];
  const all = suspicionOf(heaviest);
  const rest = Math.max(0, ...others.slice(0, 1).map(suspicionOf));
  const dropped = [
    ...edgesOf(heaviest).map((edge) => {
      const drop = all - Math.max(rest, suspicionOf(without(heaviest, edge)));
      return { edge, drop };
    }),
    ...others.flatMap(edgesOf).map((edge) => ({ edge, drop: 0 })),
  ].sort((a, b) => b.drop - a.drop);
  const drops = dropped.reduce((sum, { drop }) => sum + drop, 0);
  const partOf = ({ edge, drop }: { edge: Edge; drop: number }) => (drops > 0 ? drop : weightOf(edge));
  const total = dropped.reduce((sum, one) => sum + partOf(one), 0);
  return dropped.map((one) => ({ ...described(one.edge), drop: one.drop, share: partOf(one) / total }));
}

type Edge = RingTransfer | RingTie;

function described(edge: Edge): Pick<Contribution, 'edge'> {
  return { edge: isTie(edge) ? { kind: 'TIE', tie: edge } : { kind: 'TRANSFER', transfer: edge } };
}

function isTie(edge: Edge): edge is RingTie {
  return 'accounts' in edge;
}

function weightOf(edge: Edge): number {
  return isTie(edge) ? edge.weight : transferWeight(edge);
}

/** Transfers, then ties, in the order of the evidence. */
function edgesOf({ transfers, ties }: RingEvidence): Edge[] {
  return [...transfers, ...ties];
}

function sizeOf({ transfers, ties }: RingEvidence): number {
  return transfers.length + ties.length;
}

function without({ transfers, ties }: RingEvidence, edge: Edge): RingEvidence {
  return { transfers: transfers.filter((one) => one !== edge), ties: ties.filter((one) => one !== edge) };
}

/** The heaviest part without what neither shows its shape nor joins an account. */
function reduced(evidence: RingEvidence): RingEvidence {
  const part = connectedParts(evidence)[0];
  if (part === undefined) return { transfers: [], ties: [] };
  const shape = clearestShape(part.transfers);
  const core = shape === null ? [] : coreOf(shape.typology, shape.transfers, shape.clarity);
  const kept = new Set(joined(part, core));
  return {
    transfers: part.transfers.filter((one) => kept.has(one)),
    ties: part.ties.filter((one) => kept.has(one)),
  };
}

/** Transfers of a shape from which none can be missed for its clarity: the lightest ones are given up first, then the latest. */
function coreOf(
  typology: Typology,
  transfers: readonly RingTransfer[],
  clarity: number,
): readonly RingTransfer[] {
  let core = [...transfers];
  const byWorth = [...transfers].sort((a, b) => transferWeight(a) - transferWeight(b) || b.seq - a.seq);
  for (const transfer of byWorth) {
    const smaller = core.filter((one) => one !== transfer);
    if (clarityOf(typology, smaller) >= clarity) core = smaller;
  }
  return core;
}

/** The given edges and the heaviest others that join all accounts of a part: Kruskal's spanning forest around them. */
function joined(part: RingEvidence, core: readonly Edge[]): Edge[] {
  const others = edgesOf(part)
    .filter((edge) => !core.includes(edge))
    .sort((a, b) => weightOf(b) - weightOf(a));
  const places = new Map<string, number>();
  for (const account of edgesOf(part).flatMap(endsOf))
    if (!places.has(account)) places.set(account, places.size);
  const parent = Int32Array.from(places.keys(), (_, place) => place);
  const joins = (edge: Edge) => {
    const [one, other] = endsOf(edge);
    return unite(parent, places.get(one) as number, places.get(other) as number);
  };
  for (const edge of core) joins(edge);
  return [...core, ...others.filter(joins)];
}
