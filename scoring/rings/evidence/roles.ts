import type { RingRole, RingTransfer } from '../model.ts';
import { type EvidenceGraph, evidenceGraph, payeesOf, payersOf } from './evidence-graph.ts';
import { mayFollow } from './passing.ts';

/** From this many counterparties on one side an account is a hub on that side. */
const hubMin = 3;

/**
 * What each account does in a ring, by account key in ascending order. A hub with many payers is a COLLECTOR, with many payees a
 * DISTRIBUTOR, with both a BRIDGE between them. Of the others one that pays after it was paid is a MULE; one that only pays a SOURCE,
 * one that only is paid a SINK; one that paid all of its money before it got any is neither and a MEMBER. Deterministic, whatever the
 * order of the transfers. O(transfers log transfers).
 */
export function rolesOf(transfers: readonly RingTransfer[]): ReadonlyMap<string, RingRole> {
  const graph = evidenceGraph(transfers);
  return new Map(graph.accounts.map((account, index) => [account, roleOf(graph, index)]));
}

function roleOf(graph: EvidenceGraph, account: number): RingRole {
  const [ins, outs] = [graph.ins[account]!, graph.outs[account]!];
  const collects = payersOf(graph, ins).length >= hubMin;
  const distributes = payeesOf(graph, outs).length >= hubMin;
  if (collects && distributes) return 'BRIDGE';
  if (collects) return 'COLLECTOR';
  if (distributes) return 'DISTRIBUTOR';
  if (ins.length === 0) return 'SOURCE';
  if (outs.length === 0) return 'SINK';
  return mayFollow(graph, ins[0]!, outs.at(-1)!) ? 'MULE' : 'MEMBER';
}
