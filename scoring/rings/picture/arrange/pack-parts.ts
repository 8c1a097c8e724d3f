import { type Box, boxAround, cornersOf, moved } from '../geometry.ts';

/**
 * Sets groups of boxes side by side in rows, the largest first, `space` apart, on a page about `stretch` times as wide as high. Groups of
 * one size keep their order. The groups come back in the given order, the boxes of each at the same distances as before. Costs O(boxes + groups log groups).
 */
export function packParts(parts: readonly (readonly Box[])[], space: number, stretch: number): Box[][] {
  const bounds = parts.map((boxes) => boxAround(boxes.flatMap(cornersOf)));
  const area = bounds.reduce((sum, { width, height }) => sum + (width + space) * (height + space), 0);
  const pageWidth = Math.max(Math.sqrt(area * stretch), ...bounds.map(({ width }) => width));
  const order = [...parts.keys()].sort((a, b) => bounds[b]!.height - bounds[a]!.height || a - b);
  const packed = new Array<Box[]>(parts.length);
  let [left, top, rowHeight] = [0, 0, 0];
  for (const part of order) {
    const { x, y, width, height } = bounds[part]!;
    if (left > 0 && left + width > pageWidth) [left, top, rowHeight] = [0, top + rowHeight + space, 0];
    const [dx, dy] = [left + width / 2 - x, top + height / 2 - y];
    packed[part] = parts[part]!.map((box) => ({ ...box, ...moved(box, dx, dy) }));
    left += width + space;
    rowHeight = Math.max(rowHeight, height);
  }
  return packed;
}
