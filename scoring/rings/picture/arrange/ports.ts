import type { Box, Point } from '../geometry.ts';
import type { Chain, Item } from './columns.ts';

/** Where the ends of a chain touch its accounts, left end first. */
export interface Ports {
  start: Point;
  end: Point;
}

/** The share of an account's side that links are spread over, and the most that is between two of them. */
const used = 0.8;
const betweenMax = 8;

/**
 * Ports on the sides of the accounts: links leave at the right and arrive at the left of the picture's direction, spread over the side in
 * the order of where they come from. Costs O(links log links).
 */
export function portsOf(chains: readonly Chain[], boxOf: ReadonlyMap<Item, Box>): Ports[] {
  const ports = chains.map((): Ports => ({ start: { x: 0, y: 0 }, end: { x: 0, y: 0 } }));
  const sides = new Map<
    string,
    { item: Item; right: boolean; ends: { chain: number; start: boolean; y: number }[] }
  >();
  const names = new Map([...boxOf.keys()].map((item, place) => [item, place]));
  for (const [chain, { items }] of chains.entries()) {
    const [first, last] = [items[0]!, items.at(-1)!];
    const sameLayer = first.layer === last.layer;
    for (const [item, next, right] of [
      [first, items[1]!, true],
      [last, items.at(-2)!, sameLayer],
    ] as const) {
      const key = `${names.get(item)} ${right}`;
      const side = sides.get(key) ?? { item, right, ends: [] };
      side.ends.push({ chain, start: item === first, y: next.y });
      sides.set(key, side);
    }
  }
  for (const { item, right, ends } of sides.values()) {
    const { x, y, width, height } = boxOf.get(item)!;
    ends.sort((a, b) => a.y - b.y);
    const between = Math.min(betweenMax, (height * used) / Math.max(1, ends.length - 1));
    for (const [place, { chain, start }] of ends.entries()) {
      const port = {
        x: x + (right ? width : -width) / 2,
        y: item.form?.kind === 'DOT' ? y : y + between * (place - (ends.length - 1) / 2),
      };
      ports[chain]![start ? 'start' : 'end'] = port;
    }
  }
  return ports;
}
