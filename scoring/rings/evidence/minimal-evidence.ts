import { tieName } from '../fold.ts';
import type { RingEvidence, RingTie, RingTransfer } from '../model.ts';
import { recogniseShapes } from './shapes.ts';
import { connectedParts, Groups, saturated, suspicionOf, transferWeight, weightOf } from './suspicion.ts';

/** One piece of evidence. */
export type EvidenceEdge =
  | { readonly kind: 'TRANSFER'; readonly transfer: RingTransfer }
  | { readonly kind: 'TIE'; readonly tie: RingTie };

/** What one piece of evidence contributes to the suspicion. */
export interface Contribution {
  readonly edge: EvidenceEdge;
  /** The suspicion of all evidence less that of all evidence without this piece. */
  readonly drop: number;
  /** Its share of the sum of all drops. */
  readonly share: number;
}

/**
 * The smallest part of the evidence that still explains the ring: one transfer for each connection of the shape that it is named after, and the strongest
 * edges that join all other accounts to it (a maximum spanning tree, Kruskal). Of evidence in several parts only the heaviest one explains
 * anything. Any edge of it that is taken away lowers its suspicion. By sequence number and tie name. Deterministic. O(evidence log evidence).
 */
export function minimalEvidence(evidence: RingEvidence): RingEvidence {
  const [part] = connectedParts(evidence);
  if (part === undefined) return { transfers: [], ties: [] };
  const core = new Set(recogniseShapes(part.transfers)[0]?.core);
  const groups = new Groups();
  const edges = edgesOf(part).sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1));
  const kept = new Set<EvidenceEdge>();
  for (const { edge, ends } of edges) {
    if (edge.kind !== 'TRANSFER' || !core.has(edge.transfer.seq)) continue;
    groups.join(...ends);
    kept.add(edge);
  }
  for (const { edge, ends } of edges) if (!kept.has(edge) && groups.join(...ends)) kept.add(edge);
  const transfers = [...kept].flatMap((edge) => (edge.kind === 'TRANSFER' ? [edge.transfer] : []));
  const ties = new Set([...kept].flatMap((edge) => (edge.kind === 'TIE' ? [edge.tie] : [])));
  return {
    transfers: transfers.sort((a, b) => a.seq - b.seq),
    ties: part.ties.filter((tie) => ties.has(tie)),
  };
}

/**
 * What each piece of evidence contributes: largest first, then transfers by sequence number, then ties by name. Shares add up to 1 unless nothing
 * contributes. Costs a recognition of shapes for each piece that carries the clearest shape or holds a part together, else O(1) a piece.
 */
export function contributionsOf(evidence: RingEvidence): readonly Contribution[] {
  const whole = suspicionOf(evidence);
  const dropOf = dropsOf(evidence, whole);
  const drops = edgesOf(evidence).map(({ edge, name }) => ({ edge, name, drop: dropOf(edge) }));
  const sum = drops.reduce((total, { drop }) => total + drop, 0);
  drops.sort((a, b) => b.drop - a.drop || (a.name < b.name ? -1 : 1));
  return drops.map(({ edge, drop }) => ({ edge, drop, share: sum === 0 ? 0 : drop / sum }));
}

/** The evidence without one piece of it. */
export function without(evidence: RingEvidence, edge: EvidenceEdge): RingEvidence {
  return edge.kind === 'TRANSFER'
    ? { ...evidence, transfers: evidence.transfers.filter((transfer) => transfer !== edge.transfer) }
    : { ...evidence, ties: evidence.ties.filter((tie) => tie !== edge.tie) };
}

/** How much the suspicion drops without a piece, by a short cut where what is left stays connected and keeps its shape. */
function dropsOf(evidence: RingEvidence, whole: number): (edge: EvidenceEdge) => number {
  const [part, second] = connectedParts(evidence);
  if (part === undefined) return () => 0;
  const weight = weightOf(part);
  const others = second === undefined ? 0 : weightOf(second);
  const matches = recogniseShapes(part.transfers);
  const clearest = matches.reduce(
    (best, match) => (match.clarity > best.clarity ? match : best),
    matches[0] ?? noShape,
  );
  const carrying = new Set(clearest.clarity > 0 ? clearest.transfers : []);
  const holding = bridgesOf(part);
  const inside = new Set(edgesOf(part).map(({ edge }) => pieceOf(edge)));
  return (edge) => {
    if (!inside.has(pieceOf(edge))) return 0;
    const carries = edge.kind === 'TRANSFER' && carrying.has(edge.transfer.seq);
    if (carries || holding.has(pieceOf(edge))) return whole - suspicionOf(without(evidence, edge));
    const own = edge.kind === 'TRANSFER' ? transferWeight(edge.transfer) : edge.tie.weight;
    return whole - saturated(Math.max(weight - own, others));
  };
}

const noShape = { clarity: 0, transfers: [] as readonly number[] };

interface NamedEdge {
  readonly edge: EvidenceEdge;
  readonly name: string;
  readonly weight: number;
  readonly ends: readonly [string, string];
}

function edgesOf({ transfers, ties }: RingEvidence): NamedEdge[] {
  return [
    ...transfers.map(
      (transfer): NamedEdge => ({
        edge: { kind: 'TRANSFER', transfer },
        name: `1 ${String(transfer.seq).padStart(16, '0')}`,
        weight: transferWeight(transfer),
        ends: [transfer.from, transfer.to],
      }),
    ),
    ...ties.map(
      (tie): NamedEdge => ({
        edge: { kind: 'TIE', tie },
        name: `2 ${tieName(tie)}`,
        weight: tie.weight,
        ends: [tie.accounts[0], tie.accounts[1]],
      }),
    ),
  ];
}

function pieceOf(edge: EvidenceEdge): RingTransfer | RingTie {
  return edge.kind === 'TRANSFER' ? edge.transfer : edge.tie;
}

/**
 * The pieces of connected evidence without which it falls apart: the bridges of the multigraph. All edges outside of a spanning tree are none; a tree edge is one
 * when no other edge joins its two sides. O(accounts × edges).
 */
function bridgesOf(part: RingEvidence): ReadonlySet<RingTransfer | RingTie> {
  const edges = edgesOf(part);
  const groups = new Groups();
  const tree = edges.filter(({ ends }) => groups.join(...ends));
  const bridges = new Set<RingTransfer | RingTie>();
  for (const edge of tree) {
    const rest = new Groups();
    for (const other of edges) if (other !== edge) rest.join(...other.ends);
    if (rest.find(edge.ends[0]) !== rest.find(edge.ends[1])) bridges.add(pieceOf(edge.edge));
  }
  return bridges;
}
