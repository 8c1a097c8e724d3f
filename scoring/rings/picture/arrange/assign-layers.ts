import type { PictureGraph, PictureLink, PictureRole } from '../picture-graph.ts';

/** What decides the layers of a link's ends. */
type Flow = Pick<PictureLink, 'from' | 'to' | 'cents' | 'bold'>;

/**
 * The layer of each account, from 0, without gaps, so that the money of bold links flows to higher layers wherever it can: the longest way
 * from where it comes from, once links that go round are turned; accounts of faint links alone stand beside the account that they pay or
 * that pays them. Links that are turned are chosen by the heuristic of Eades, Lin and Smyth, "A fast and
 * effective heuristic for the feedback arc set problem" (1993), weighted by money. Costs O(accounts² + links).
 */
export function layersByFlow(count: number, links: readonly Flow[]): number[] {
  const bold = links.filter((link) => link.bold);
  const layers = longestWays(count, bold);
  const settled = new Set(bold.flatMap(({ from, to }) => [from, to]));
  const last = Math.max(0, ...layers);
  for (const { from, to } of links) {
    if (settled.has(from) === settled.has(to)) continue;
    if (settled.has(from)) layers[to] = Math.min(last + 1, layers[from]! + 1);
    else layers[from] = Math.max(0, layers[to]! - 1);
    settled.add(from).add(to);
  }
  return layers;
}

function longestWays(count: number, links: readonly Flow[]): number[] {
  const rank = rankByFlow(count, links);
  const forward = links.map(({ from, to }) =>
    rank[from]! < rank[to]! ? { from, to } : { from: to, to: from },
  );
  forward.sort((a, b) => rank[a.from]! - rank[b.from]!);
  const layers = new Array<number>(count).fill(0);
  for (const { from, to } of forward) layers[to] = Math.max(layers[to]!, layers[from]! + 1);
  return layers;
}

function rankByFlow(count: number, links: readonly Flow[]): number[] {
  const [inflow, outflow] = [new Float64Array(count), new Float64Array(count)];
  const touching = Array.from({ length: count }, (): Flow[] => []);
  for (const link of links) {
    outflow[link.from]! += link.cents;
    inflow[link.to]! += link.cents;
    touching[link.from]!.push(link);
    touching[link.to]!.push(link);
  }
  const left = new Set(Array.from({ length: count }, (_, node) => node));
  const [first, last]: [number[], number[]] = [[], []];
  while (left.size > 0) {
    const { node, isSink } = nextNode(left, inflow, outflow);
    (isSink ? last : first).push(node);
    left.delete(node);
    for (const { from, to, cents } of touching[node]!) {
      if (from === node) inflow[to]! -= cents;
      else outflow[from]! -= cents;
    }
  }
  const rank = new Array<number>(count);
  for (const [place, node] of [...first, ...last.reverse()].entries()) rank[node] = place;
  return rank;
}

/** A sink when there is one, else a source, else the account that gives most more than it gets. Amounts are whole, so sums are exact. */
function nextNode(left: ReadonlySet<number>, inflow: Float64Array, outflow: Float64Array) {
  let best = -1;
  let bestSurplus = Number.NEGATIVE_INFINITY;
  for (const node of left) {
    if (outflow[node] === 0) return { node, isSink: true };
    const surplus = inflow[node] === 0 ? Number.POSITIVE_INFINITY : outflow[node]! - inflow[node]!;
    if (surplus > bestSurplus) [best, bestSurplus] = [node, surplus];
  }
  return { node: best, isSink: false };
}

const roleLayers: Readonly<Record<PictureRole, number>> = {
  SOURCE: 0,
  COLLECTOR: 1,
  MULE: 2,
  BRIDGE: 2,
  MEMBER: 2,
  OTHER: 2,
  DISTRIBUTOR: 3,
  SINK: 4,
};

/** The layer of each account by its role alone, from 0, without gaps. */
export function layersByRole({ nodes }: PictureGraph): number[] {
  const used = [...new Set(nodes.map(({ role }) => roleLayers[role]))].sort((a, b) => a - b);
  return nodes.map(({ role }) => used.indexOf(roleLayers[role]));
}
