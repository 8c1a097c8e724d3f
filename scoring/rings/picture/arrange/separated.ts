import type { Box } from '../geometry.ts';

/** Passes over all pairs before everything is set further apart, and how much further. */
const passesMax = 40;
const growth = 1.08;

/**
 * The boxes moved as little as passes over them in order find, so that there is at least `margin` between any two: two that are too near are pushed
 * apart along the shorter way, both by half. When passes alone do not do it, everything is set further apart, until it does.
 * Deterministic. Costs O(boxes²) a pass.
 */
export function separated(boxes: readonly Box[], margin: number): Box[] {
  const [xs, ys] = [
    boxes.map(({ x }, place) => x + place * 1e-3),
    boxes.map(({ y }, place) => y + place * 1e-3),
  ];
  for (;;) {
    for (let pass = 0; pass < passesMax; pass += 1) {
      if (!push(boxes, xs, ys, margin))
        return boxes.map((box, place) => ({ ...box, x: xs[place]!, y: ys[place]! }));
    }
    for (const place of boxes.keys()) [xs[place], ys[place]] = [xs[place]! * growth, ys[place]! * growth];
  }
}

function push(boxes: readonly Box[], xs: number[], ys: number[], margin: number): boolean {
  let pushed = false;
  for (let a = 0; a < boxes.length; a += 1) {
    for (let b = a + 1; b < boxes.length; b += 1) {
      const [dx, dy] = [xs[b]! - xs[a]!, ys[b]! - ys[a]!];
      const x = (boxes[a]!.width + boxes[b]!.width) / 2 + margin - Math.abs(dx);
      const y = (boxes[a]!.height + boxes[b]!.height) / 2 + margin - Math.abs(dy);
      if (x <= 1e-9 || y <= 1e-9) continue;
      pushed = true;
      const [axis, by] = x < y ? [xs, dx < 0 ? -x : x] : [ys, dy < 0 ? -y : y];
      axis[a]! -= by / 2;
      axis[b]! += by / 2;
    }
  }
  return pushed;
}
