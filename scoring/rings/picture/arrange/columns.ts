import type { NodeForm } from '../node-forms.ts';
import { spread } from './spread.ts';

/** An account in its layer, or where a link passes through one: a bend, which has no form. */
export interface Item {
  readonly layer: number;
  readonly form: NodeForm | null;
  x: number;
  y: number;
}

/** The items of a link from its left end to its right one. */
export interface Chain {
  readonly items: readonly Item[];
  /** The money flows from the right end to the left one. */
  readonly reversed: boolean;
}

/** Items of a layer that keep their order from top to bottom, in one or several columns. */
interface Stack {
  readonly items: readonly Item[];
  /** Between the centres of each item and the next. */
  readonly gaps: readonly number[];
  readonly columnOf: ReadonlyMap<Item, number>;
  /** The width of one of its columns. */
  readonly pitch: number;
  readonly width: number;
  left: number;
}

/** A layer with its place on the page. */
export interface Column {
  readonly stacks: readonly Stack[];
  readonly width: number;
  height: number;
  left: number;
}

/** A layer grows to this height before its accounts stand in several columns. */
const tallMax = 680;
/** The least distance between the lanes of two accounts, of cards and of dots. */
const laneMin = { card: 15, dot: 3.5 } as const;
const spaceBetween = { card: 10, dot: 5 } as const;
/** From one bend to the next, and from an account to a bend. */
const bendGap = 12;
const sweeps = 12;

/**
 * The layers with every item's y: in the given order from top to bottom, as near as possible to the items that it is linked to.
 * Important accounts (cards) and dots of one layer stand side by side, the cards outside. Columns have no `left` yet.
 */
export function placeColumns(order: readonly (readonly Item[])[], chains: readonly Chain[]): Column[] {
  const columns = order.map((items, layer) => columnOf(items, 2 * layer >= order.length && layer > 0));
  const neighbours = neighbourMap(chains);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    for (const column of sweep % 2 === 0 ? columns : columns.toReversed()) {
      for (const { items, gaps } of column.stacks) {
        const heights = spread(
          items.map((item) => meanY(item, neighbours)),
          gaps,
        );
        for (const [place, item] of items.entries()) item.y = heights[place]!;
      }
    }
  }
  for (const column of columns) {
    const heights = column.stacks.flatMap(({ items }) => items.map(({ y }) => y));
    column.height = Math.max(...heights) - Math.min(...heights);
  }
  return columns;
}

function columnOf(items: readonly Item[], cardsRight: boolean): Column {
  const isDot = ({ form }: Item) => form?.kind === 'DOT';
  const [cards, dots] = [items.filter((item) => !isDot(item)), items.filter(isDot)];
  const stacks = [stackOf(cards, 'card'), stackOf(dots, 'dot')].filter((stack) => stack.items.length > 0);
  if (cardsRight) stacks.reverse();
  let width = 0;
  for (const stack of stacks) {
    stack.left = width === 0 ? 0 : width + 14;
    width = stack.left + stack.width;
  }
  return { stacks, width, height: 0, left: 0 };
}

function stackOf(items: readonly Item[], kind: 'card' | 'dot'): Stack {
  const nodes = items.filter(({ form }) => form !== null);
  const size = Math.max(0, ...nodes.map(({ form }) => form!.height)) + spaceBetween[kind];
  const lane = laneHeight(nodes.length, size, kind);
  const wraps = Math.ceil(size / lane - 1e-9);
  const columnOf = new Map(nodes.map((item, place) => [item, place % wraps]));
  const pitch = Math.max(0, ...nodes.map(({ form }) => form!.width)) + (wraps > 1 ? spaceBetween[kind] : 0);
  const gaps = items
    .slice(1)
    .map((item, place) => gapBetween(items[place]!, item, lane, wraps === 1 ? spaceBetween[kind] : null));
  for (const [place, item] of items.entries()) item.y = lane * (place - (items.length - 1) / 2);
  return { items, gaps, columnOf, pitch, width: nodes.length === 0 ? 0 : wraps * pitch, left: 0 };
}

/** The distance between the centres of successive accounts of a layer: `size` while they fit below each other, else less. */
function laneHeight(count: number, size: number, kind: 'card' | 'dot'): number {
  return Math.min(size, Math.max(laneMin[kind], tallMax / Math.max(1, count)));
}

/** Accounts that stand below each other keep apart by their heights, those in several columns by their lanes. */
function gapBetween(upper: Item, lower: Item, lane: number, space: number | null): number {
  if (upper.form === null && lower.form === null) return bendGap;
  if (upper.form === null || lower.form === null) {
    return Math.max((upper.form ?? lower.form!).height / 2 + bendGap, bendGap);
  }
  return space === null ? lane : (upper.form.height + lower.form.height) / 2 + space;
}

function neighbourMap(chains: readonly Chain[]): ReadonlyMap<Item, readonly Item[]> {
  const neighbours = new Map<Item, Item[]>();
  for (const { items } of chains) {
    for (const [place, item] of items.entries()) {
      const known = neighbours.get(item) ?? [];
      known.push(...[items[place - 1], items[place + 1]].filter((other) => other !== undefined));
      neighbours.set(item, known);
    }
  }
  return neighbours;
}

function meanY(item: Item, neighbours: ReadonlyMap<Item, readonly Item[]>): number {
  const beside = neighbours.get(item) ?? [];
  return beside.length === 0 ? item.y : beside.reduce((sum, { y }) => sum + y, 0) / beside.length;
}
