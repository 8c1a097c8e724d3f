import { unite } from '../../../algorithms/components/union-find.ts';
import { tieName } from '../fold.ts';
import type { RingEvidence, RingTie, RingTransfer } from '../model.ts';
import { coreOf } from './core.ts';
import { LeftSuspicion } from './left-suspicion.ts';
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
 * By how much the suspicion falls without each single transfer and tie: largest first, then transfers by sequence number, then ties by name. Edges
 * outside of the heaviest part matter nothing. Where no edge matters by itself (another part is just as heavy) shares go by weight.
 * Deterministic. One recognition of all shapes for each edge whose loss can blur the clearest shape or tears the part in two, next to
 * nothing for the others.
 */
export function contributionsOf(evidence: RingEvidence): readonly Contribution[] {
  const [heaviest, ...others] = connectedParts(evidence);
  if (heaviest === undefined) return [];
  const all = suspicionOf(heaviest);
  const rest = Math.max(0, ...others.slice(0, 1).map(suspicionOf));
  const left = new LeftSuspicion(heaviest);
  const dropped = [
    ...edgesOf(heaviest).map((edge) => ({ edge, drop: all - Math.max(rest, left.without(edge)) })),
    ...others.flatMap(edgesOf).map((edge) => ({ edge, drop: 0 })),
  ].sort((a, b) => b.drop - a.drop || edgeOrder(a.edge, b.edge));
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

/** Transfers by sequence number, then ties by name. */
function edgeOrder(a: Edge, b: Edge): number {
  if (isTie(a)) return isTie(b) && tieName(a) < tieName(b) ? -1 : 1;
  return isTie(b) ? -1 : a.seq - b.seq;
}

/** Transfers, then ties, in the order of the evidence. */
function edgesOf({ transfers, ties }: RingEvidence): Edge[] {
  return [...transfers, ...ties];
}

function sizeOf({ transfers, ties }: RingEvidence): number {
  return transfers.length + ties.length;
}

/** The heaviest part without what neither shows its shape nor joins an account. */
function reduced(evidence: RingEvidence): RingEvidence {
  const part = connectedParts(evidence)[0];
  if (part === undefined) return { transfers: [], ties: [] };
  const kept = new Set(joined(part, coreOf(part.transfers).transfers));
  return {
    transfers: part.transfers.filter((one) => kept.has(one)),
    ties: part.ties.filter((one) => kept.has(one)),
  };
}

/** The given edges and the heaviest others that join all accounts of a part: Kruskal's spanning forest around them. */
function joined(part: RingEvidence, core: readonly Edge[]): Edge[] {
  const others = edgesOf(part)
    .filter((edge) => !core.includes(edge))
    .sort((a, b) => weightOf(b) - weightOf(a));
  const places = new Map<string, number>();
  for (const account of new Set(edgesOf(part).flatMap(endsOf))) places.set(account, places.size);
  const parent = Int32Array.from(places.keys(), (_, place) => place);
  const joins = (edge: Edge) => {
    const [one, other] = endsOf(edge);
    return unite(parent, places.get(one) as number, places.get(other) as number);
  };
  for (const edge of core) joins(edge);
  return [...core, ...others.filter(joins)];
}
