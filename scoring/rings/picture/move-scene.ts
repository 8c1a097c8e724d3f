import type { DrawnLabel, Scene } from './drawing.ts';
import { type Box, boxAround, cornersOf, moved, type Point, pointsAlong } from './geometry.ts';

/** The smallest box around everything that is drawn. An empty scene is a point. */
export function boundsOf({ nodes, links, ties }: Scene): Box {
  const labels = [...nodes, ...links].flatMap(({ label }) => (label === null ? [] : cornersOf(label.box)));
  const strokes = links.flatMap(({ curve, width, head }) =>
    pointsAlong(curve, 8).flatMap((point) =>
      cornersOf({ ...point, width: width + head / 2, height: width + head / 2 }),
    ),
  );
  const points = [
    ...nodes.flatMap(({ box }) => cornersOf(box)),
    ...labels,
    ...strokes,
    ...ties.flatMap(({ curve }) => pointsAlong(curve, 8)),
  ];
  return points.length === 0 ? { x: 0, y: 0, width: 0, height: 0 } : boxAround(points);
}

/** The scene at another place. */
export function movedScene({ nodes, links, ties }: Scene, dx: number, dy: number): Scene {
  const move = <P extends Point>(point: P): P => ({ ...point, ...moved(point, dx, dy) });
  const moveLabel = (label: DrawnLabel | null): DrawnLabel | null =>
    label && {
      ...label,
      box: move(label.box),
      lines: label.lines.map(move),
      leader: label.leader && [move(label.leader[0]), move(label.leader[1])],
    };
  return {
    nodes: nodes.map((node) => ({ ...node, box: move(node.box), label: moveLabel(node.label) })),
    links: links.map((link) => ({ ...link, curve: link.curve.map(move), label: moveLabel(link.label) })),
    ties: ties.map((tie) => ({ ...tie, curve: tie.curve.map(move) })),
  };
}
