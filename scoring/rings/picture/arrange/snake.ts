import { type Box, bentCurve, type Curve, type Point } from '../geometry.ts';
import type { NodeForm } from '../node-forms.ts';
import type { PictureGraph } from '../picture-graph.ts';
import type { Arrangement } from './arrangement.ts';

/** Layers in one row of the page when accounts are cards, and when they are dots. */
const rowMax = { card: 5, dot: 24 } as const;
const between = { card: { x: 96, y: 64 }, dot: { x: 26, y: 34 } } as const;
const below = { card: 10, dot: 6 } as const;

/**
 * A long chain in rows: from left to right, then back from right to left below it, and so on, as a snake. Each layer is a column of its
 * accounts. Deterministic. Costs O(accounts + links).
 */
export function snakeArrangement(
  { links }: PictureGraph,
  forms: readonly NodeForm[],
  layers: readonly number[],
): Arrangement {
  const kind = forms.some((form) => form.kind === 'DOT') ? 'dot' : 'card';
  const width = Math.max(...forms.map((form) => form.width)) + between[kind].x;
  const height = Math.max(...forms.map((form) => form.height)) + below[kind];
  const count = Math.max(...layers) + 1;
  const rows = Math.ceil(count / rowMax[kind]);
  const inRow = Math.ceil(count / rows);
  const members = tracksOf(links, layers);
  const places = new Array<Box>(layers.length);
  let top = 0;
  for (let row = 0; row < rows; row += 1) {
    const columns = members.slice(row * inRow, (row + 1) * inRow);
    const most = Math.max(...columns.map((column) => column.length));
    for (const [step, column] of columns.entries()) {
      const x = (row % 2 === 0 ? step : inRow - 1 - step) * width;
      for (const [place, node] of (row % 2 === 0 ? column : column.toReversed()).entries()) {
        const y = top + (place + (most - column.length) / 2) * height;
        places[node] = { x, y, width: forms[node]!.width, height: forms[node]!.height };
      }
    }
    top += most * height + between[kind].y;
  }
  return {
    places,
    curves: links.map(({ from, to }) =>
      routeOf(places[from]!, places[to]!, width, Math.floor(layers[from]! / inRow) % 2 === 0),
    ),
  };
}

/** The accounts of each layer, those that are paid by the same account of the layer before beside each other. */
function tracksOf(links: PictureGraph['links'], layers: readonly number[]): number[][] {
  const members = Array.from({ length: Math.max(...layers) + 1 }, (): number[] => []);
  for (const [node, layer] of layers.entries()) members[layer]!.push(node);
  const track = new Map<number, number>();
  for (const column of members) {
    const payer = new Map<number, number>();
    for (const { from, to, bold } of links) {
      if (bold && layers[from] === layers[to]! - 1 && !payer.has(to)) payer.set(to, track.get(from)!);
    }
    const key = (node: number) => payer.get(node) ?? layers.length;
    column.sort((a, b) => key(a) - key(b) || a - b);
    for (const [place, node] of column.entries())
      track.set(node, Math.min(key(node), layers.length) + place / column.length);
  }
  return members;
}

/** Straight to the next layer, round the end of a row, and bent round what may be between otherwise. */
function routeOf(from: Box, to: Box, step: number, rightwards: boolean): Curve {
  const [dx, dy] = [to.x - from.x, Math.abs(to.y - from.y)];
  if (Math.abs(dx) < 1) return turn(from, to, rightwards ? 1 : -1);
  if (Math.abs(dx) < step * 1.01 && dy < from.height * 3) return sideways(from, to);
  return bentCurve(from, to, 0.14);
}

function turn(from: Box, to: Box, side: 1 | -1): Curve {
  const start: Point = { x: from.x + (side * from.width) / 2, y: from.y };
  const end: Point = { x: to.x + (side * to.width) / 2, y: to.y };
  const x = start.x + side * (14 + 0.3 * Math.abs(end.y - start.y));
  return [start, { x, y: start.y }, { x, y: end.y }, end];
}

function sideways(from: Box, to: Box): Curve {
  const sign = Math.sign(to.x - from.x);
  const start: Point = { x: from.x + (sign * from.width) / 2, y: from.y };
  const end: Point = { x: to.x - (sign * to.width) / 2, y: to.y };
  const middle = (start.x + end.x) / 2;
  return [start, { x: middle, y: start.y }, { x: middle, y: end.y }, end];
}
