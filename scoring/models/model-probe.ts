import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { present } from '../../base/assert.ts';
import { readModelManifest } from './model-manifest.ts';

const probeSchema = z.strictObject({
  /** Values that float32 holds exactly. */
  rows: z.array(z.array(z.number())).min(1),
  scores: z.array(z.number().min(0).max(1)),
});

/** Rows of the training's streams, some of them exactly on split thresholds, with the scores that the trainer got. */
export interface ModelProbe {
  readonly rowCount: number;
  /** Row-major. */
  readonly rows: Float32Array;
  readonly scores: Float32Array;
}

/** Reads the probe of a model folder, which must have one. It shows that this runtime scores as the trainer did. */
export function readProbe(folder: string): ModelProbe {
  const file = present(readModelManifest(folder).files.probe, 'probe of the model');
  const { rows, scores } = probeSchema.parse(JSON.parse(readFileSync(join(folder, file.name), 'utf8')));
  return { rowCount: rows.length, rows: Float32Array.from(rows.flat()), scores: Float32Array.from(scores) };
}
