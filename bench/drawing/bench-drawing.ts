import type { Typology } from '../../scoring/rings/model.ts';
import { drawRing } from '../../scoring/rings/picture/draw-ring.ts';
import { machine } from '../machine.ts';
import { plantedRings } from './planted-rings.ts';

export interface DrawingBenchOptions {
  /** Rings of every typology, from 5 to 300 members. */
  readonly rings: number;
  readonly seed: number;
  readonly print?: (line: string) => void;
}

/** One ring that was drawn. */
interface Drawn {
  readonly typology: Typology;
  readonly members: number;
  readonly transfers: number;
  readonly milliseconds: number;
  readonly bytes: number;
}

/** Draws each ring once, without a warm-up: how long it takes from evidence to SVG, in milliseconds. */
export function benchDrawing({ rings, seed, print = () => {} }: DrawingBenchOptions) {
  const drawn = plantedRings(rings, seed).map((pictured): Drawn => {
    const started = performance.now();
    const svg = drawRing(pictured);
    const milliseconds = performance.now() - started;
    const { ring, evidence } = pictured;
    return {
      typology: ring.typology,
      members: ring.members.length,
      transfers: evidence.transfers.length,
      milliseconds,
      bytes: svg.length,
    };
  });
  const sorted = drawn.toSorted((a, b) => a.milliseconds - b.milliseconds);
  const quantile = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!.milliseconds;
  const slowest = sorted.at(-1)!;
  print(`${drawn.length} rings, the slowest in ${Math.round(slowest.milliseconds)} ms`);
  return {
    count: drawn.length,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    maxMs: slowest.milliseconds,
    slowest,
    machine: machine(),
  };
}
