import type { Point } from './geometry.ts';
import { colours, roleStyles } from './palette.ts';
import type { PictureRole } from './picture-graph.ts';
import { element, numberText } from './xml.ts';

/** The mark of a role, `size` pixels wide. */
export function roleMark(role: PictureRole, { x, y }: Point, size: number): string {
  const { colour, mark } = roleStyles[role];
  const paint = { fill: colour, stroke: colours.paper, 'stroke-width': 0.8 };
  const radius = size / 2;
  const polygon = (corners: readonly (readonly [number, number])[]) => {
    const points = corners.map(([dx, dy]) => `${numberText(x + dx * radius)},${numberText(y + dy * radius)}`);
    return element('polygon', { points: points.join(' '), ...paint });
  };
  switch (mark) {
    case 'CIRCLE':
      return element('circle', { cx: x, cy: y, r: radius, ...paint });
    case 'RING': {
      const hole = { fill: colours.paper, stroke: colour, 'stroke-width': size * 0.28 };
      return element('circle', { cx: x, cy: y, r: radius * 0.72, ...hole });
    }
    case 'HOLLOW':
      return element('circle', {
        cx: x,
        cy: y,
        r: radius * 0.85,
        fill: colours.paper,
        stroke: colour,
        'stroke-width': 1.2,
      });
    case 'SQUARE':
      return polygon(square);
    case 'DIAMOND':
      return polygon(diamond);
    case 'TRIANGLE':
      return polygon(triangle);
    case 'HEXAGON':
      return polygon(hexagon);
    case 'PLUS':
      return polygon(plus);
  }
}

const square = [
  [-0.86, -0.86],
  [0.86, -0.86],
  [0.86, 0.86],
  [-0.86, 0.86],
] as const;
const diamond = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
] as const;
const triangle = [
  [-0.85, -1],
  [1, 0],
  [-0.85, 1],
] as const;
const hexagon = [
  [-0.5, -0.87],
  [0.5, -0.87],
  [1, 0],
  [0.5, 0.87],
  [-0.5, 0.87],
  [-1, 0],
] as const;
const plus = [
  [-0.36, -1],
  [0.36, -1],
  [0.36, -0.36],
  [1, -0.36],
  [1, 0.36],
  [0.36, 0.36],
  [0.36, 1],
  [-0.36, 1],
  [-0.36, 0.36],
  [-1, 0.36],
  [-1, -0.36],
  [-0.36, -0.36],
] as const;
