import type { Box, Curve, Point } from '../geometry.ts';
import type { NodeForm } from '../node-forms.ts';
import type { PictureGraph } from '../picture-graph.ts';
import type { Arrangement } from './arrangement.ts';
import { type Chain, type Column, type Item, placeColumns } from './columns.ts';
import { orderLayers } from './order-layers.ts';
import { type Ports, portsOf } from './ports.ts';

/** Links that jump over layers are led between the accounts there while there are at most so many bends; else they pass behind them. */
const bendsMax = 60;
/** The least room between two layers (when cards are full there are few, and times on arrows need room), and the most that tall layers get. */
const gutter = { full: 184, least: 130, most: 250 } as const;

/**
 * Accounts in layers from left to right, each as near as possible to the height of those that it is linked to. Accounts of a layer that
 * do not fit below each other stand in several columns, shifted so that each keeps a lane of its own to both sides.
 * Deterministic. Costs O(sweeps · (links + accounts log accounts)).
 */
export function layeredArrangement(
  graph: PictureGraph,
  forms: readonly NodeForm[],
  layers: readonly number[],
): Arrangement {
  const items = forms.map((form, node): Item => ({ layer: layers[node]!, form, x: 0, y: 0 }));
  const nodes = items.slice();
  const chains = linkChains(graph, layers, items);
  const columns = placeColumns(orderLayers(items, chains), chains);
  const tallest = Math.max(...columns.map(({ height }) => height));
  const isFull = forms.some(({ kind }) => kind === 'FULL');
  setAside(columns, Math.min(gutter.most, (isFull ? gutter.full : gutter.least) + tallest / 6));
  const boxes = new Map(nodes.map((item): [Item, Box] => [item, boxOf(item)]));
  const ports = portsOf(chains, boxes);
  return {
    places: [...boxes.values()],
    curves: chains.map((chain, index) => routeOf(chain, ports[index]!, columns)),
  };
}

function boxOf({ x, y, form }: Item): Box {
  return { x, y, width: form!.width, height: form!.height };
}

/** For each link the items from its left end to its right one; bends are added to `items`. */
function linkChains({ links }: PictureGraph, layers: readonly number[], items: Item[]): Chain[] {
  const jumps = links.map(({ from, to }) => Math.max(0, Math.abs(layers[from]! - layers[to]!) - 1));
  const withBends = jumps.reduce((sum, jump) => sum + jump, 0) <= bendsMax;
  return links.map(({ from, to }, index) => {
    const reversed = layers[from]! > layers[to]!;
    const [left, right] = reversed ? [to, from] : [from, to];
    const bends = Array.from({ length: withBends ? jumps[index]! : 0 }, (_, bend): Item => {
      return { layer: layers[left]! + 1 + bend, form: null, x: 0, y: 0 };
    });
    items.push(...bends);
    return { items: [items[left]!, ...bends, items[right]!], reversed };
  });
}

/** Gives every account its x. */
function setAside(columns: readonly Column[], gap: number): void {
  let left = 0;
  for (const column of columns) {
    column.left = left;
    for (const stack of column.stacks) {
      for (const [item, place] of stack.columnOf) item.x = left + stack.left + (place + 0.5) * stack.pitch;
    }
    left += column.width + gap;
  }
}

function routeOf({ items, reversed }: Chain, { start, end }: Ports, columns: readonly Column[]): Curve {
  if (items[0]!.layer === items.at(-1)!.layer) return arc(start, end);
  const curve: Point[] = [start];
  for (const [place, { layer, y }] of items.entries()) {
    const { left, width } = columns[layer]!;
    if (place > 0) pushWave(curve, { x: left, y: place === items.length - 1 ? end.y : y });
    if (place < items.length - 1) pushLine(curve, { x: left + width, y: place === 0 ? start.y : y });
  }
  pushLine(curve, end);
  return reversed ? curve.reverse() : curve;
}

/** Between two accounts of one layer, round the right side. */
function arc(start: Point, end: Point): Curve {
  const x = Math.max(start.x, end.x) + Math.min(60, 16 + Math.abs(end.y - start.y) / 5);
  return [start, { x, y: start.y }, { x, y: end.y }, end];
}

function pushWave(curve: Point[], to: Point): void {
  const from = curve.at(-1)!;
  const middle = (from.x + to.x) / 2;
  curve.push({ x: middle, y: from.y }, { x: middle, y: to.y }, to);
}

function pushLine(curve: Point[], to: Point): void {
  const from = curve.at(-1)!;
  const third = (to.x - from.x) / 3;
  if (Math.abs(third) < 0.1) return;
  curve.push({ x: from.x + third, y: to.y }, { x: to.x - third, y: to.y }, to);
}
