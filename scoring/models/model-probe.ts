import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { present } from '../../base/assert.ts';
import { readModelManifest } from './model-manifest.ts';

/** Rows of the training's streams, some of them exactly on split thresholds, with the scores that the trainer got. */
export interface ModelProbe {
  readonly rowCount: number;
  /** Row-major. */
  readonly rows: Float32Array;
  readonly scores: Float32Array;
}

/**
 * Reads the probe of a model folder, which must have one: a line a row, the score and then the features. It shows that
 * this runtime scores as the trainer did.
 */
export function readProbe(folder: string): ModelProbe {
  const file = present(readModelManifest(folder).files.probe, 'probe of the model');
  const lines = readFileSync(join(folder, file.name), 'utf8').trimEnd().split('\n');
  const table = lines.map((line) => line.split(',').map(Number));
  const rows = Float32Array.from(table.flatMap((values) => values.slice(1)));
  return { rowCount: table.length, rows, scores: Float32Array.from(table, (values) => values[0] as number) };
}
