export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle by its centre. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Joined cubic Bézier curves: an end, then two controls and an end for each. */
export type Curve = readonly Point[];

/** Whether two boxes have less than `margin` between them. */
export function overlaps(a: Box, b: Box, margin = 0): boolean {
  return (
    2 * Math.abs(a.x - b.x) < a.width + b.width + 2 * margin &&
    2 * Math.abs(a.y - b.y) < a.height + b.height + 2 * margin
  );
}

/** Whether a point lies inside of a box, or less than `margin` beside it. */
export function holds(box: Box, { x, y }: Point, margin = 0): boolean {
  return (
    2 * Math.abs(x - box.x) < box.width + 2 * margin && 2 * Math.abs(y - box.y) < box.height + 2 * margin
  );
}

/** The smallest box around points. There must be at least one. */
export function boxAround(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}

/** The corners of a box that span it. */
export function cornersOf({ x, y, width, height }: Box): Point[] {
  return [
    { x: x - width / 2, y: y - height / 2 },
    { x: x + width / 2, y: y + height / 2 },
  ];
}

export function moved({ x, y }: Point, dx: number, dy: number): Point {
  return { x: x + dx, y: y + dy };
}

/** Where the ray from the centre of a box towards a point leaves it. */
export function borderPoint(box: Box, towards: Point): Point {
  const [dx, dy] = [towards.x - box.x, towards.y - box.y];
  if (dx === 0 && dy === 0) return { x: box.x + box.width / 2, y: box.y };
  const scale = Math.min(
    dx === 0 ? Number.POSITIVE_INFINITY : box.width / 2 / Math.abs(dx),
    dy === 0 ? Number.POSITIVE_INFINITY : box.height / 2 / Math.abs(dy),
  );
  return { x: box.x + dx * scale, y: box.y + dy * scale };
}

/** The curve that a quadratic one with this control is. */
export function quadratic(start: Point, control: Point, end: Point): Curve {
  const towards = (from: Point) => ({
    x: from.x + (2 / 3) * (control.x - from.x),
    y: from.y + (2 / 3) * (control.y - from.y),
  });
  return [start, towards(start), towards(end), end];
}

/** From one box to another, bent to the right hand of the way by `bend` times its length. */
export function bentCurve(from: Box, to: Box, bend: number): Curve {
  const control = {
    x: (from.x + to.x) / 2 - bend * (to.y - from.y),
    y: (from.y + to.y) / 2 + bend * (to.x - from.x),
  };
  return quadratic(borderPoint(from, control), control, borderPoint(to, control));
}

/** Points along a curve, ends included: `steps` + 1 for each of its parts. */
export function pointsAlong(curve: Curve, steps: number): Point[] {
  const points = [curve[0]!];
  for (let part = 0; part + 3 < curve.length; part += 3) {
    for (let step = 1; step <= steps; step += 1) points.push(pointAt(curve, part, step / steps));
  }
  return points;
}

function pointAt(curve: Curve, part: number, t: number): Point {
  const [a, b, c, d] = [curve[part]!, curve[part + 1]!, curve[part + 2]!, curve[part + 3]!];
  const s = 1 - t;
  const mix = (p: number, q: number, r: number, z: number) =>
    s * s * s * p + 3 * s * s * t * q + 3 * s * t * t * r + t * t * t * z;
  return { x: mix(a.x, b.x, c.x, d.x), y: mix(a.y, b.y, c.y, d.y) };
}

/** The direction in which a curve ends, of length 1. */
export function endDirection(curve: Curve): Point {
  const end = curve.at(-1)!;
  const before = curve.findLast(({ x, y }) => Math.hypot(end.x - x, end.y - y) > 0.01) ?? moved(end, -1, 0);
  const length = Math.hypot(end.x - before.x, end.y - before.y);
  return { x: (end.x - before.x) / length, y: (end.y - before.y) / length };
}

/** The curve without its last piece of about `length`, where an arrow's head goes. */
export function shortenedEnd(curve: Curve, length: number): Curve {
  const { x, y } = endDirection(curve);
  return [
    ...curve.slice(0, -2),
    moved(curve.at(-2)!, -x * length, -y * length),
    moved(curve.at(-1)!, -x * length, -y * length),
  ];
}
