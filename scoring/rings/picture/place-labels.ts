import type { DrawnLabel, DrawnText } from './drawing.ts';
import { type Box, borderPoint, type Curve, holds, overlaps, type Point, pointsAlong } from './geometry.ts';
import { type TextStyle, textWidth } from './text-width.ts';

/** Free space that a label keeps around it. */
const margin = 2;
const lineHeight = 1.25;
/** Where along a link a label is tried, in this order, as a share of its points. */
const alongLink = [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78, 0.15, 0.85];
/** How far from a dot a label is tried, and in how many directions. */
const awayFromDot = [4, 14, 28, 46];
const directions = 12;
const curveSteps = 16;
/** The share of a link that its own label may hide, and the space between it and the tip of the arrow. */
const hiddenShareMax = 0.62;
const tipMargin = 9;

/** A picture while labels are put into it: none overlaps another or an account. */
export class LabelPlacer {
  readonly #taken: Box[];
  readonly #points: readonly (readonly Point[])[];

  /** Labels keep clear of the boxes; curves are by place of the link. */
  constructor(boxes: readonly Box[], curves: readonly Curve[]) {
    this.#taken = [...boxes];
    this.#points = curves.map((curve) => pointsAlong(curve, curveSteps));
  }

  /** Puts lines on a link where neither an account, a label nor another link is; null where there is no such place. */
  onLink(link: number, lines: readonly string[], style: TextStyle): DrawnLabel | null {
    const points = this.#points[link]!;
    const size = sizeOf(lines, style);
    for (const share of alongLink) {
      const box = { ...points[Math.round(share * (points.length - 1))]!, ...size };
      if (hidesTooMuch(box, points) || !this.#isFree(box) || this.#crossed(box, link) > 0) continue;
      this.#taken.push(box);
      return { box, lines: setLines(box, lines, style), leader: null, isOpaque: true };
    }
    return null;
  }

  /**
   * Puts a line beside a dot, where it hides fewest links, the nearest first, rather on the side of `outward` (an angle); null where there is no place.
   */
  besideDot(dot: Box, text: string, style: TextStyle, outward: number): DrawnLabel | null {
    const size = sizeOf([text], style);
    let best: { box: Box; cost: number; away: number } | null = null;
    for (const away of awayFromDot) {
      for (let turn = 0; turn < directions; turn += 1) {
        const side = turn % 2 === 0 ? turn / 2 : -(turn + 1) / 2;
        const box = boxBeside(dot, size, away, outward + (side * 2 * Math.PI) / directions);
        if (!this.#isFree(box)) continue;
        const cost = 4 * this.#crossed(box, -1) + away / 4 + Math.abs(side);
        if (best === null || cost < best.cost) best = { box, cost, away };
      }
    }
    if (best === null) return null;
    const { box, away } = best;
    this.#taken.push(box);
    const leader = away > 10 ? ([borderPoint(dot, box), borderPoint(box, dot)] as const) : null;
    return { box, lines: setLines(box, [text], style), leader, isOpaque: false };
  }

  #isFree(box: Box): boolean {
    return !this.#taken.some((other) => overlaps(box, other, margin));
  }

  #crossed(box: Box, ownLink: number): number {
    let crossed = 0;
    for (const [link, points] of this.#points.entries()) {
      if (link !== ownLink && points.some((point) => holds(box, point, margin))) crossed += 1;
    }
    return crossed;
  }
}

/** The tip of an arrow stays visible, and so does a good part of its line. */
function hidesTooMuch(box: Box, points: readonly Point[]): boolean {
  const hidden = points.filter((point) => holds(box, point)).length;
  return hidden > hiddenShareMax * points.length || holds(box, points.at(-1)!, tipMargin);
}

function boxBeside(dot: Box, size: { width: number; height: number }, away: number, angle: number): Box {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const reach = dot.width / 2 + away;
  return {
    x: dot.x + reach * cos + (size.width / 2) * Math.max(-1, Math.min(1, 1.6 * cos)),
    y: dot.y + reach * sin + (size.height / 2) * Math.max(-1, Math.min(1, 1.6 * sin)),
    ...size,
  };
}

function sizeOf(lines: readonly string[], style: TextStyle): { width: number; height: number } {
  const width = Math.max(...lines.map((line) => textWidth(line, style)));
  return { width: Math.ceil(width) + 4, height: Math.ceil(lines.length * style.size * lineHeight) + 1 };
}

/** Lines below each other, each in the middle of the box. */
function setLines(box: Box, lines: readonly string[], style: TextStyle): DrawnText[] {
  return lines.map((text, place) => ({
    text,
    style,
    x: box.x - textWidth(text, style) / 2,
    y: box.y + style.size * (0.36 + lineHeight * (place - (lines.length - 1) / 2)),
  }));
}
