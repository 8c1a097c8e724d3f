import { assert } from '../../../../base/assert.ts';
import type { Chain, Item } from './columns.ts';

const sweeps = 10;

/**
 * The items of each layer from top to bottom, so that links cross little: by the mean place of the items that each is linked to, to the
 * left and to the right in turn (Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures", 1981).
 * Items of equal mean keep their order. Costs O(sweeps · (links + items log items)).
 */
export function orderLayers(items: readonly Item[], chains: readonly Chain[]): Item[][] {
  const count = Math.max(...items.map(({ layer }) => layer)) + 1;
  const layers = Array.from({ length: count }, (_, layer) => items.filter((item) => item.layer === layer));
  assert(
    layers.every((layer) => layer.length > 0),
    'every layer has an account',
  );
  const [left, right] = [new Map<Item, Item[]>(), new Map<Item, Item[]>()];
  for (const chain of chains) {
    for (const [place, item] of chain.items.entries()) {
      if (place > 0) push(left, item, chain.items[place - 1]!);
      if (place + 1 < chain.items.length) push(right, item, chain.items[place + 1]!);
    }
  }
  const place = new Map<Item, number>();
  for (const layer of layers) settle(layer, place);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const beside = sweep % 2 === 0 ? left : right;
    for (const layer of sweep % 2 === 0 ? layers : layers.toReversed()) {
      const means = new Map(layer.map((item) => [item, meanPlace(item, beside, place)]));
      layer.sort((a, b) => means.get(a)! - means.get(b)!);
      settle(layer, place);
    }
  }
  return layers;
}

function push(lists: Map<Item, Item[]>, item: Item, other: Item): void {
  const list = lists.get(item);
  if (list === undefined) lists.set(item, [other]);
  else list.push(other);
}

/** Places are shares of the layer, so that layers of different sizes compare. */
function settle(layer: readonly Item[], place: Map<Item, number>): void {
  for (const [index, item] of layer.entries()) place.set(item, (index + 0.5) / layer.length);
}

function meanPlace(
  item: Item,
  beside: ReadonlyMap<Item, readonly Item[]>,
  place: ReadonlyMap<Item, number>,
): number {
  const others = beside.get(item);
  if (others === undefined) return place.get(item)!;
  return others.reduce((sum, other) => sum + place.get(other)!, 0) / others.length;
}
