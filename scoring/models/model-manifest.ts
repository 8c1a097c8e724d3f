import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AnelError, messageOf } from '../../base/errors.ts';
import type { ModelFeatureSet } from './model-runtime.ts';

const fileSchema = z.strictObject({
  name: z.string().regex(/^[\w-][\w.-]*$/, 'write a file name without a folder'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'write 64 hexadecimal digits'),
});

const manifestSchema = z.strictObject({
  name: z.string().min(1),
  version: z.string().min(1),
  /** What made it: the command with its arguments. */
  createdFrom: z.string().min(1),
  features: z.array(z.string().min(1)).min(1),
  featureSetHash: z.string().min(1),
  /** Scores from which a transaction is reviewed and rejected; reject above 1 means never by score alone. */
  thresholds: z
    .strictObject({ review: z.number().min(0), reject: z.number().min(0) })
    .refine(({ review, reject }) => review <= reject, 'review must not be above reject'),
  /** Measured by training, by name of the stream. For people, not for scoring. */
  metrics: z.record(z.string(), z.unknown()),
  /** Seed, streams and settings of the training. For people, not for scoring. */
  trainedOn: z.looseObject({ seed: z.int() }),
  files: z.strictObject({
    model: fileSchema,
    /** Rows with their scores by the trainer, some of them on split thresholds: see `readProbe`. */
    probe: fileSchema.optional(),
  }),
});

/** What is known of a model beside its weights: the manifest.json that training writes into its folder. */
export type ModelManifest = z.infer<typeof manifestSchema>;

const retrain = 'run "npm run train" or correct scoring.model in the configuration';

/** The error of a model that is there and cannot be used with this version. `problem` says what differs. */
export function modelMismatch(folder: string, problem: string, cause?: unknown): AnelError {
  return new AnelError('MODEL_MISMATCH', `model "${folder}": ${problem}; ${retrain}`, { cause });
}

/** The error of a file of the model that is not there. */
export function modelMissing(folder: string, file: string): AnelError {
  return new AnelError('MODEL_MISSING', `model "${folder}": there is no ${file}; ${retrain}`);
}

function parseJson(folder: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw modelMismatch(folder, `manifest.json is no JSON: ${messageOf(error)}`, error);
  }
}

/** Reads and checks the manifest of a model folder. Throws MODEL_MISSING or MODEL_MISMATCH. */
export function readModelManifest(folder: string): ModelManifest {
  const path = join(folder, 'manifest.json');
  if (!existsSync(path)) throw modelMissing(folder, 'manifest.json');
  const parsed = manifestSchema.safeParse(parseJson(folder, readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const key = issue?.path.join('.') || '(top level)';
  throw modelMismatch(folder, `manifest.json, key "${key}": ${issue?.message ?? 'invalid value'}`);
}

/** Throws MODEL_MISMATCH that names the first difference between the model's features and those of this version. */
export function checkFeatureSet(folder: string, manifest: ModelManifest, featureSet: ModelFeatureSet): void {
  const expected = manifest.features;
  const length = Math.max(expected.length, featureSet.names.length);
  for (let index = 0; index < length; index += 1) {
    const wanted = expected[index];
    const actual = featureSet.names[index];
    if (wanted === actual) continue;
    const place = `feature ${index + 1} is ${wanted === undefined ? 'none' : `"${wanted}"`} in the model`;
    throw modelMismatch(
      folder,
      `${place} and ${actual === undefined ? 'none' : `"${actual}"`} in this version`,
    );
  }
  if (manifest.featureSetHash !== featureSet.hash) {
    const hashes = `"${manifest.featureSetHash}" in the model and "${featureSet.hash}" in this version`;
    throw modelMismatch(folder, `the definitions of the features changed: their hash is ${hashes}`);
  }
}
