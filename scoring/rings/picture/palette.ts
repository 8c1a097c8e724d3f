import type { PictureRole } from './picture-graph.ts';

/** How accounts of a role look: a colour, a lighter one to write on, and a mark that tells them apart without colour. */
export interface RoleStyle {
  readonly colour: string;
  readonly tint: string;
  readonly mark: 'CIRCLE' | 'HEXAGON' | 'DIAMOND' | 'SQUARE' | 'TRIANGLE' | 'RING' | 'PLUS' | 'HOLLOW';
}

/**
 * The colours are those of Okabe and Ito, "Color universal design" (2008): they differ for people with each kind of colour blindness.
 */
export const roleStyles: Readonly<Record<PictureRole, RoleStyle>> = {
  SOURCE: { colour: '#0072b2', tint: '#e8f2f8', mark: 'CIRCLE' },
  COLLECTOR: { colour: '#d55e00', tint: '#fbeee5', mark: 'DIAMOND' },
  MULE: { colour: '#e69f00', tint: '#fdf5e5', mark: 'SQUARE' },
  DISTRIBUTOR: { colour: '#cc79a7', tint: '#faf1f6', mark: 'TRIANGLE' },
  SINK: { colour: '#009e73', tint: '#e5f5f1', mark: 'RING' },
  BRIDGE: { colour: '#56b4e9', tint: '#eef7fd', mark: 'PLUS' },
  MEMBER: { colour: '#7f8792', tint: '#f2f3f4', mark: 'HEXAGON' },
  OTHER: { colour: '#9aa1ab', tint: '#ffffff', mark: 'HOLLOW' },
};

/** Everything that is not a role. */
export const colours = {
  paper: '#ffffff',
  ink: '#1f2933',
  quiet: '#5b6672',
  line: '#d5dae0',
  bold: '#3d4a5f',
  faint: '#b3bcc8',
  tie: '#8a67b8',
} as const;
