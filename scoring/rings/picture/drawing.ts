import type { Box, Curve, Point } from './geometry.ts';
import type { NodeForm } from './node-forms.ts';
import type { PictureLink, PictureNode, PictureTie } from './picture-graph.ts';
import type { TextStyle } from './text-width.ts';

/** A line of text; `x` is its left end and `y` its base line. */
export interface DrawnText extends Point {
  readonly text: string;
  readonly style: TextStyle;
}

/** One or two lines in a box, with a thin line to what they name when that is not beside them. */
export interface DrawnLabel {
  readonly box: Box;
  readonly lines: readonly DrawnText[];
  readonly leader: readonly [Point, Point] | null;
  /** It lies on a line, which it hides. */
  readonly isOpaque: boolean;
}

export interface DrawnNode {
  readonly node: PictureNode;
  readonly form: NodeForm;
  readonly box: Box;
  /** Of a dot that is named. */
  readonly label: DrawnLabel | null;
}

export interface DrawnLink {
  readonly link: PictureLink;
  /** Up to the tip of the arrow. */
  readonly curve: Curve;
  readonly width: number;
  readonly head: number;
  readonly label: DrawnLabel | null;
}

export interface DrawnTie {
  readonly tie: PictureTie;
  readonly curve: Curve;
  readonly width: number;
}

/** Everything between the title and the legend, in pixels around any origin. */
export interface Scene {
  readonly nodes: readonly DrawnNode[];
  readonly links: readonly DrawnLink[];
  readonly ties: readonly DrawnTie[];
}
