import type { UndirectedRows } from '../../dynamic-rows.ts';
import { endOfOrder, type PeelOrder } from '../peel-order.ts';

/** What one search along the order counts as. */
export const searchSteps = 8;

/**
 * The first place before `limit` at which a node of the order weighs less than the one that is there: its weight sinks from place to place,
 * as its neighbours are taken, to `lowest` at `limit`. `endOfOrder` when there is none, or when a look at its neighbours takes more than
 * `stepsMax`: then `steps` is above that.
 */
export function lighterPlace(
  rows: UndirectedRows,
  order: PeelOrder,
  node: number,
  limit: number,
  lowest: number,
  stepsMax: number,
): { readonly place: number; readonly steps: number } {
  let from = order.firstAbove(0, limit, lowest, node);
  if (from === endOfOrder) return { place: endOfOrder, steps: searchSteps };
  const { neighbours, weights, starts, lengths } = rows;
  const start = starts[node]!;
  const end = start + lengths[node]!;
  let steps = searchSteps + end - start;
  if (steps > stepsMax) return { place: endOfOrder, steps };
  const later: { place: number; weight: number }[] = [];
  let weight = 0;
  for (let slot = start; slot < end; slot += 1) {
    const place = order.placeOf(neighbours[slot]!);
    if (place < from) continue;
    weight += weights[slot]!;
    if (place < limit) later.push({ place, weight: weights[slot]! });
  }
  later.sort((one, two) => one.place - two.place);
  for (const { place, weight: tie } of later) {
    const found = order.firstAbove(from, place + 1, weight, node);
    if (found !== endOfOrder) return { place: found, steps };
    steps += searchSteps;
    weight -= tie;
    from = place + 1;
  }
  return { place: order.firstAbove(from, limit, weight, node), steps };
}
