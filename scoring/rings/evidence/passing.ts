import type { EvidenceGraph } from './evidence-graph.ts';

/** Money may leave an account this long before it came in: the clocks of two banks differ, and some tell whole minutes only. */
export const clockToleranceMs = 60_000;
/** The least and the most of an amount that counts as passed on: between them lie fees, and gains and losses of a conversion. */
export const passedShareMin = 0.85;
export const passedShareMax = 1.05;

/** Whether a transfer may use what an earlier one brought, by time alone. */
export function mayFollow({ transfers }: EvidenceGraph, earlier: number, later: number): boolean {
  return transfers[later]!.at >= transfers[earlier]!.at - clockToleranceMs;
}

/** Whether a transfer passes on what another one brought to its payer: in time, and the same money less a fee. */
export function passesOn(graph: EvidenceGraph, earlier: number, later: number): boolean {
  if (!mayFollow(graph, earlier, later)) return false;
  const brought = graph.transfers[earlier]!.referenceCents;
  const passed = graph.transfers[later]!.referenceCents;
  return passed >= brought * passedShareMin && passed <= brought * passedShareMax;
}

/**
 * Transfers into an account whose money left it again: what went out since is at least `passedShareMin` of their amount. Ascending. More
 * transfers never make it fewer. O(transfers of the account).
 */
export function passedIns(graph: EvidenceGraph, account: number): number[] {
  const ins = graph.ins[account]!;
  const outs = graph.outs[account]!;
  const passed: number[] = [];
  let next = outs.length;
  let left = 0;
  for (let place = ins.length - 1; place >= 0; place -= 1) {
    const transfer = ins[place]!;
    while (next > 0 && mayFollow(graph, transfer, outs[next - 1]!)) {
      next -= 1;
      left += graph.transfers[outs[next]!]!.referenceCents;
    }
    if (left >= graph.transfers[transfer]!.referenceCents * passedShareMin) passed.push(transfer);
  }
  return passed.reverse();
}

/**
 * Transfers out of an account that what came in before can have paid for: at least their amount less `passedShareMax`. Ascending. More
 * transfers never make it fewer. O(transfers of the account).
 */
export function fundedOuts(graph: EvidenceGraph, account: number): number[] {
  const ins = graph.ins[account]!;
  const funded: number[] = [];
  let next = 0;
  let came = 0;
  for (const transfer of graph.outs[account]!) {
    while (next < ins.length && mayFollow(graph, ins[next]!, transfer)) {
      came += graph.transfers[ins[next]!]!.referenceCents;
      next += 1;
    }
    if (graph.transfers[transfer]!.referenceCents <= came * passedShareMax) funded.push(transfer);
  }
  return funded;
}

/** How many of the amounts, the smallest first, fit into a total. More amounts or a larger total never make it fewer. */
export function smallestWithin(amounts: readonly number[], total: number): number {
  let sum = 0;
  let count = 0;
  for (const amount of [...amounts].sort((a, b) => a - b)) {
    sum += amount;
    if (sum > total) break;
    count += 1;
  }
  return count;
}

/** The smallest transfer of each counterparty of an account: the amounts by counterparty, in reference cents. */
export function smallestBy(
  { transfers }: EvidenceGraph,
  counterparty: readonly number[],
  among: readonly number[],
): Map<number, number> {
  const smallest = new Map<number, number>();
  for (const transfer of among) {
    const other = counterparty[transfer]!;
    const amount = transfers[transfer]!.referenceCents;
    smallest.set(other, Math.min(amount, smallest.get(other) ?? amount));
  }
  return smallest;
}
