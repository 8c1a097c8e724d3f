import type { PictureGraph, PictureNode } from './picture-graph.ts';
import { textWidth } from './text-width.ts';
import { type PictureTexts, shortMoneyText } from './texts.ts';

/** How an account is drawn: FULL with role and money, COMPACT on one line, or as a DOT. */
export interface NodeForm {
  readonly kind: 'FULL' | 'COMPACT' | 'DOT';
  readonly width: number;
  readonly height: number;
}

/** Pictures of up to so many accounts say everything about each. */
const fullMax = 14;
/** Pictures of up to so many accounts name each; larger ones name so few of them that the names can be read. */
export const namedMax = 40;
/** Accounts that are named in larger pictures. */
const importantMax = 24;

/** Pixels of the smallest dot, and how many more the largest has. */
const dotSizes = { least: 7, more: 6 } as const;

/** Fonts of the texts of an account. */
export const nodeFonts = {
  label: { size: 12, bold: true },
  detail: { size: 10 },
  compactLabel: { size: 11, bold: true },
  compactDetail: { size: 9 },
  dotLabel: { size: 10.5, bold: true },
} as const;

/** The room that the mark of a role takes at the left of a card, and what is left free at its right. */
export const cardPadding = { left: 26, right: 10, between: 6 } as const;

/**
 * The accounts that are named, by place: all of them when there are few, else those through which the most money went.
 * Ties are broken by place.
 */
export function importantNodes(nodes: readonly PictureNode[]): ReadonlySet<number> {
  const places = [...nodes.keys()];
  if (nodes.length <= namedMax) return new Set(places);
  const weight = (place: number) => nodes[place]!.inCents + nodes[place]!.outCents;
  return new Set(places.sort((a, b) => weight(b) - weight(a) || a - b).slice(0, importantMax));
}

/**
 * The form of each account. `named` are cards, the others dots whose size tells the money that went through them.
 * Cards of one picture have one size.
 */
export function nodeForms(
  { nodes }: PictureGraph,
  named: ReadonlySet<number>,
  texts: PictureTexts,
): NodeForm[] {
  const kind = nodes.length <= fullMax ? 'FULL' : 'COMPACT';
  const cards = nodes.filter((_, place) => named.has(place));
  const widths = cards.map((node) => (kind === 'FULL' ? fullWidth(node, texts) : compactWidth(node, texts)));
  const card = {
    kind,
    width: Math.ceil(Math.max(60, ...widths)),
    height: kind === 'FULL' ? 40 : 24,
  } as const;
  const most = Math.max(1, ...nodes.map(({ inCents, outCents }) => inCents + outCents));
  return nodes.map(({ inCents, outCents }, place) => {
    if (named.has(place)) return card;
    const size = Math.round(dotSizes.least + dotSizes.more * Math.sqrt((inCents + outCents) / most));
    return { kind: 'DOT', width: size, height: size };
  });
}

/** What a full card says below its label. */
export function detailText({ role, inCents, outCents }: PictureNode, texts: PictureTexts): string {
  const money = [inCents, outCents].map((cents) => (cents === 0 ? null : shortMoneyText(cents, texts)));
  const flow =
    inCents === 0 ? `${money[1] ?? ''} →` : `→ ${money.filter((part) => part !== null).join(' → ')}`;
  return inCents + outCents === 0 ? texts.roles[role] : `${texts.roles[role]} · ${flow}`;
}

function fullWidth(node: PictureNode, texts: PictureTexts): number {
  const label = textWidth(node.label, nodeFonts.label);
  return (
    cardPadding.left +
    cardPadding.right +
    Math.max(label, textWidth(detailText(node, texts), nodeFonts.detail))
  );
}

function compactWidth({ label, role }: PictureNode, texts: PictureTexts): number {
  const { left, between, right } = cardPadding;
  const detail = textWidth(texts.roles[role], nodeFonts.compactDetail);
  return left + textWidth(label, nodeFonts.compactLabel) + between + detail + right;
}
