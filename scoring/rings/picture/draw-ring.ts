import { shortened } from './account-label.ts';
import { composeScene } from './compose-scene.ts';
import type { DrawnText, Scene } from './drawing.ts';
import { legendOf } from './legend.ts';
import { boundsOf, movedScene } from './move-scene.ts';
import { colours } from './palette.ts';
import { pictureGraph } from './picture-graph.ts';
import type { PicturedRing } from './pictured-ring.ts';
import { fontFamily, textWidth } from './text-width.ts';
import { moneyText, type PictureLanguage, type PictureTexts, periodText, pictureTexts } from './texts.ts';
import { writeScene, writeText } from './write-scene.ts';
import { element, xmlText } from './xml.ts';

export interface DrawingOptions {
  /** English by default. */
  readonly language?: PictureLanguage;
  /** How wide the picture shows, in pixels; its height follows. By default as wide as it was laid out, at least 560. */
  readonly width?: number;
}

/** A laid out picture: where everything is, in pixels from the top left corner. */
export interface RingPicture {
  readonly width: number;
  readonly height: number;
  readonly scene: Scene;
  /** Texts of title and legend. */
  readonly texts: readonly DrawnText[];
  readonly svg: (width?: number) => string;
}

const margin = 24;
const headerHeight = 84;
const widthMin = 560;
const ringIdMax = 48;
const fonts = {
  title: { size: 18, bold: true },
  typology: { size: 13, bold: true },
  facts: { size: 11.5 },
} as const;

/**
 * Draws a ring as one SVG document without scripts, styles, fonts or anything else from outside: who paid whom, how much, and since when, as in
 * `docs/rings.md`. The same ring and options give the same bytes. Costs O(accounts² + links²): under a second for 300 accounts
 * and 900 transfers (`anel bench drawing`).
 */
export function drawRing(ring: PicturedRing, { language = 'en', width }: DrawingOptions = {}): string {
  return layOutRing(ring, language).svg(width);
}

/** Lays a ring out: everything that `drawRing` draws with its place. */
export function layOutRing(pictured: PicturedRing, language: PictureLanguage): RingPicture {
  const texts = pictureTexts[language];
  const { ring } = pictured;
  const scene = composeScene(pictureGraph(pictured), ring.typology, ring.id, texts);
  const header = headerOf(pictured, scene, texts);
  const bounds = boundsOf(scene);
  const inner = Math.ceil(Math.max(widthMin - 2 * margin, bounds.width, ...header.map(endOf)));
  const placed = movedScene(
    scene,
    margin + inner / 2 - bounds.x,
    headerHeight + margin / 2 + bounds.height / 2 - bounds.y,
  );
  const bottom = headerHeight + margin / 2 + Math.ceil(bounds.height) + margin;
  const legend = legendOf(placed, texts, margin, bottom, inner);
  const size = { width: inner + 2 * margin, height: bottom + legend.height + margin / 2 };
  const body = [
    element('rect', { width: size.width, height: size.height, fill: colours.paper }),
    writeHeader(header, ring.suspicion, size.width),
    writeScene(placed, texts),
    element('path', { d: `M${margin} ${bottom - 8}H${size.width - margin}`, stroke: colours.line }),
    legend.svg,
  ];
  const svg = (shown = size.width) => document(size, shown, header, body.join('\n'));
  return { ...size, scene: placed, texts: [...header, ...legend.texts], svg };
}

function document(
  { width, height }: { width: number; height: number },
  shown: number,
  header: readonly DrawnText[],
  body: string,
): string {
  const [title, ...facts] = header.map(({ text }) => text);
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width: shown,
    height: (shown * height) / width,
    role: 'img',
    'aria-labelledby': 'ring-title ring-description',
    'font-family': fontFamily,
  };
  const titles = [
    element('title', { id: 'ring-title' }, xmlText(title!)),
    element('desc', { id: 'ring-description' }, xmlText(facts.join('. '))),
  ];
  return `${element('svg', attributes, `\n${[...titles, body].join('\n')}\n`)}\n`;
}

function headerOf({ ring, evidence }: PicturedRing, { nodes }: Scene, texts: PictureTexts): DrawnText[] {
  const { transfers } = evidence;
  const cents = transfers.reduce((sum, { referenceCents }) => sum + referenceCents, 0);
  const times = transfers.map(({ at }) => at);
  const facts = [texts.accounts(nodes.length), texts.transfers(transfers.length), moneyText(cents, texts)];
  if (times.length > 0) facts.push(`${periodText(Math.min(...times), Math.max(...times), texts, true)} UTC`);
  const suspicion = `${texts.suspicion} ${Math.round(100 * ring.suspicion)}%`;
  return [
    { x: margin, y: 36, text: `${texts.ring} ${shortened(ring.id, ringIdMax)}`, style: fonts.title },
    { x: margin, y: 57, text: `${texts.typologies[ring.typology]} · ${suspicion}`, style: fonts.typology },
    { x: margin, y: 76, text: facts.join(' · '), style: fonts.facts },
  ];
}

function endOf({ text, style }: DrawnText): number {
  return textWidth(text, style);
}

/** The title with a bar that shows the suspicion. */
function writeHeader(header: readonly DrawnText[], suspicion: number, width: number): string {
  const [title, typology, facts] = header as [DrawnText, DrawnText, DrawnText];
  const bar = { x: margin + endOf(typology) + 12, y: typology.y - 8, height: 7, rx: 3.5 };
  const whole = Math.min(120, width - margin - bar.x);
  const lines = [
    writeText(title),
    writeText(typology),
    element('rect', { ...bar, width: whole, fill: colours.line }),
    element('rect', { ...bar, width: whole * Math.min(1, Math.max(0, suspicion)), fill: colours.bold }),
    writeText(facts, colours.quiet),
  ];
  return element('g', { class: 'header' }, lines.join(''));
}
