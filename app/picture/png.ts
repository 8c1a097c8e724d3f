import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const require = createRequire(import.meta.url);
const fonts = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];
/** Pixels of one picture; a larger one is drawn smaller, since each takes four bytes of memory. */
const pixelsMax = 40_000_000;

let opened: Promise<Uint8Array[]> | null = null;

/**
 * The PNG of an SVG document that `drawRing` drew, `scale` times as large as its viewBox says, at most 40 million pixels. Texts are in the
 * font that they were measured with, which comes along, so the same document and scale give the same bytes on every
 * machine. The first call opens the renderer and the fonts (about 50 ms). A document that is not SVG rejects.
 */
export async function pngOf(svg: string, scale = 2): Promise<Uint8Array> {
  opened ??= open();
  const fontBuffers = await opened;
  const font = { fontBuffers, defaultFontFamily: 'DejaVu Sans' };
  const size = new Resvg(svg, { font: { fontBuffers: [] } });
  const zoom = Math.min(scale, Math.sqrt(pixelsMax / (size.width * size.height)));
  size.free();
  const renderer = new Resvg(svg, { font, fitTo: { mode: 'zoom', value: zoom } });
  const image = renderer.render();
  const png = image.asPng();
  image.free();
  renderer.free();
  return png;
}

async function open(): Promise<Uint8Array[]> {
  await initWasm(readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  return fonts.map((name) => readFileSync(require.resolve(`dejavu-fonts-ttf/ttf/${name}`)));
}
