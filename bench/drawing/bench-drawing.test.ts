import { expect, it } from 'vitest';
import { typologies } from '../../scoring/rings/model.ts';
import { benchDrawing } from './bench-drawing.ts';
import { plantedRings } from './planted-rings.ts';

it('plants rings of every typology, of 5 to 300 members and at most 900 transfers, the same every time', () => {
  const rings = plantedRings(100, 1);
  expect(rings.map(({ ring }) => ring.members.length)).toEqual(expect.arrayContaining([5, 300]));
  expect(new Set(rings.map(({ ring }) => ring.typology))).toEqual(new Set(typologies));
  expect(Math.max(...rings.map(({ evidence }) => evidence.transfers.length))).toBe(900);
  expect(plantedRings(100, 1)).toEqual(rings);
});

it('measures every ring', () => {
  const figures = benchDrawing({ rings: 10, seed: 1 });
  expect(figures.count).toBe(10);
  expect(figures.p50Ms).toBeLessThanOrEqual(figures.p99Ms);
  expect(figures.p99Ms).toBeLessThanOrEqual(figures.maxMs);
  expect(figures.slowest.milliseconds).toBe(figures.maxMs);
});
