import type { RingEvidence, RingTie, RingTransfer } from '../model.ts';
import { recogniseShapes } from './shapes.ts';

/** What a shape that shows with full clarity adds to the weight of the evidence. */
export const shapeWeight = 1;
/** The weight at which the suspicion is one half: about that of one transfer with a score of 0.4. */
const halfWeight = 0.5;
/** A transfer without any score of its own still connects. */
const connectionWeight = 0.001;
/** A score of 1 would weigh infinitely. */
const scoreMax = 0.9999;

/** What a transfer weighs as evidence: -ln(1 - score), the weight at which independent pieces of evidence add up, and a trace for the connection. */
export function transferWeight({ score }: RingTransfer): number {
  return connectionWeight - Math.log1p(-Math.min(score, scoreMax));
}

/**
 * 0 .. 1: x / (x + 0.5) where x is the weight of the heaviest connected part of the evidence: its transfers and ties, and `shapeWeight` times
 * the clarity of its clearest shape. Any edge of that part that is taken away lowers it, one that is added anywhere never does. It nears 1 slowly
 * enough that this holds in double precision. O(evidence log evidence) and `recogniseShapes`.
 */
export function suspicionOf(evidence: RingEvidence): number {
  let heaviest = 0;
  for (const part of partsOf(evidence)) heaviest = Math.max(heaviest, weightOf(part));
  return saturated(heaviest);
}

/** The connected parts of the evidence, heaviest first, then by their smallest account key. */
export function connectedParts(evidence: RingEvidence): readonly RingEvidence[] {
  const weighed = partsOf(evidence).map((part) => ({
    part,
    weight: weightOf(part),
    name: smallestAccount(part),
  }));
  weighed.sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1));
  return weighed.map(({ part }) => part);
}

/** The weight of connected evidence, its clearest shape included. */
export function weightOf({ transfers, ties }: RingEvidence): number {
  let weight = 0;
  for (const transfer of transfers) weight += transferWeight(transfer);
  for (const tie of ties) weight += tie.weight;
  return weight + shapeWeight * Math.max(0, ...recogniseShapes(transfers).map(({ clarity }) => clarity));
}

/** The suspicion of a weight. */
export function saturated(weight: number): number {
  return weight / (weight + halfWeight);
}

/** Connected parts in the order of their first edge. */
function partsOf({ transfers, ties }: RingEvidence): RingEvidence[] {
  const groups = new Groups();
  for (const { from, to } of transfers) groups.join(from, to);
  for (const { accounts } of ties) groups.join(accounts[0], accounts[1]);
  const parts = new Map<string, { transfers: RingTransfer[]; ties: RingTie[] }>();
  const partOf = (account: string) => {
    const name = groups.find(account);
    const known = parts.get(name);
    if (known !== undefined) return known;
    const part = { transfers: [], ties: [] };
    parts.set(name, part);
    return part;
  };
  for (const transfer of transfers) partOf(transfer.from).transfers.push(transfer);
  for (const tie of ties) partOf(tie.accounts[0]).ties.push(tie);
  return [...parts.values()];
}

function smallestAccount({ transfers, ties }: RingEvidence): string {
  let smallest = transfers[0]?.from ?? ties[0]?.accounts[0] ?? '';
  const accounts = [
    ...transfers.flatMap(({ from, to }) => [from, to]),
    ...ties.flatMap((tie) => tie.accounts),
  ];
  for (const account of accounts) if (account < smallest) smallest = account;
  return smallest;
}

/** Disjoint sets of account keys, by path halving. */
export class Groups {
  readonly #parent = new Map<string, string>();

  find(account: string): string {
    let current = account;
    for (;;) {
      const parent = this.#parent.get(current) ?? current;
      if (parent === current) return current;
      const above = this.#parent.get(parent) ?? parent;
      this.#parent.set(current, above);
      current = above;
    }
  }

  /** False when they were in one group already. */
  join(a: string, b: string): boolean {
    const [one, other] = [this.find(a), this.find(b)];
    if (one === other) return false;
    this.#parent.set(one, other);
    return true;
  }
}
