import { expect, it } from 'vitest';
import { plantedRing } from '../../bench/drawing/planted-rings.ts';
import { drawRing } from '../../scoring/rings/picture/draw-ring.ts';
import { pngOf } from './png.ts';

const svg = drawRing(plantedRing({ typology: 'CYCLE', members: 6, seed: 1 }));

/** Width and height in the header of a PNG. */
function sizeOf(png: Uint8Array): [number, number] {
  const view = new DataView(png.buffer, png.byteOffset);
  expect([...png.slice(1, 4)]).toEqual([...Buffer.from('PNG')]);
  return [view.getUint32(16), view.getUint32(20)];
}

it('is as large as the picture times the scale, and the same every time', async () => {
  const [, , , width, height] = /viewBox="(\S+) (\S+) (\S+) (\S+)"/.exec(svg)!.map(Number);
  const png = await pngOf(svg, 2);
  expect(sizeOf(png)).toEqual([2 * width!, 2 * height!]);
  expect(await pngOf(svg, 2)).toEqual(png);
});

it('has texts: a picture without them is another one', async () => {
  const without = svg.replaceAll(/<text.*?<\/text>/g, '');
  expect(await pngOf(without, 1)).not.toEqual(await pngOf(svg, 1));
});

it('is never of more than 40 million pixels', async () => {
  const [width, height] = sizeOf(
    await pngOf('<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="9000"/>', 3),
  );
  expect(width * height).toBeLessThanOrEqual(40_100_000);
  expect(width).toBeGreaterThan(6_000);
});

it('rejects what is not SVG', async () => {
  await expect(pngOf('no picture')).rejects.toThrow();
});
