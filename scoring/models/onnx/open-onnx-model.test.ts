import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packagePath } from '../../../base/package-root.ts';
import { type ModelManifest, readModelManifest } from '../model-manifest.ts';
import { readProbe } from '../model-probe.ts';
import { describeModelRuntime } from '../runtime.contract.ts';
import { openOnnxModel } from './open-onnx-model.ts';

function featureSetOf(folder: string) {
  const { features, featureSetHash } = readModelManifest(folder);
  return { names: features, hash: featureSetHash };
}

for (const name of ['fixture', 'champion']) {
  const folder = packagePath('scoring', 'models', 'onnx', name);
  if (existsSync(join(folder, 'manifest.json'))) {
    describeModelRuntime(`onnx, ${name}`, () => ({
      probe: readProbe(folder),
      open: (modelBatchMax) => openOnnxModel({ folder, featureSet: featureSetOf(folder), modelBatchMax }),
    }));
  } else {
    describe.skip(`model runtime onnx, ${name}: not trained yet, run "npm run train"`, () => undefined);
  }
}

describe('opening an onnx model', () => {
  const fixture = packagePath('scoring', 'models', 'onnx', 'fixture');

  it('is tested with more trees than 80, from which on ONNX Runtime knows another way to sum them', () => {
    expect(readModelManifest(fixture).trainedOn.trees).toBeGreaterThan(80);
  });

  const featureSet = featureSetOf(fixture);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'anel-model-'));
    cpSync(fixture, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = (changes: Partial<typeof featureSet> = {}) =>
    openOnnxModel({ folder, featureSet: { ...featureSet, ...changes }, modelBatchMax: 32 });

  function changeManifest(change: (manifest: ModelManifest) => unknown): void {
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(change(readModelManifest(folder))));
  }

  function replaceModel(bytes: Uint8Array): void {
    changeManifest((manifest) => {
      writeFileSync(join(folder, manifest.files.model.name), bytes);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { ...manifest, files: { ...manifest.files, model: { ...manifest.files.model, sha256 } } };
    });
  }

  const refused = (code: string, message: RegExp) =>
    expect.objectContaining({
      code,
      message: expect.stringMatching(new RegExp(`^[^\n]*${message.source}[^\n]*$`)),
    });

  it('gives what the manifest says and a hash that follows the thresholds', async () => {
    const model = await open();
    expect(model.featureNames).toEqual(featureSet.names);
    changeManifest((manifest) => ({ ...manifest, thresholds: { review: 0.5, reject: 0.75 } }));
    const other = await open();
    expect(other.manifest.thresholds).toEqual({ review: 0.5, reject: 0.75 });
    expect(other.hash).not.toBe(model.hash);
    await Promise.all([model.close(), other.close()]);
  });

  it('refuses a folder without a manifest or without its model', async () => {
    rmSync(join(folder, readModelManifest(folder).files.model.name));
    await expect(open()).rejects.toThrow(
      refused('MODEL_MISSING', /there is no model-.*; run "npm run train"/),
    );
    rmSync(join(folder, 'manifest.json'));
    await expect(open()).rejects.toThrow(
      refused('MODEL_MISSING', /there is no manifest\.json; run "npm run train"/),
    );
  });

  it('refuses a manifest that is no JSON, has an unknown key, or leaves the folder', async () => {
    changeManifest((manifest) => ({ ...manifest, colour: 'red' }));
    await expect(open()).rejects.toThrow(
      refused('MODEL_MISMATCH', /manifest\.json, key "\(top level\)".*colour/),
    );
    writeFileSync(join(folder, 'manifest.json'), '{');
    await expect(open()).rejects.toThrow(refused('MODEL_MISMATCH', /manifest\.json is no JSON/));
    cpSync(fixture, folder, { recursive: true });
    changeManifest(({ files, ...rest }) => ({
      ...rest,
      files: { model: { ...files.model, name: '../other.onnx' } },
    }));
    await expect(open()).rejects.toThrow(refused('MODEL_MISMATCH', /key "files\.model\.name"/));
  });

  it('refuses a review threshold above the reject threshold', async () => {
    changeManifest((manifest) => ({ ...manifest, thresholds: { review: 0.8, reject: 0.5 } }));
    await expect(open()).rejects.toThrow(refused('MODEL_MISMATCH', /review must not be above reject/));
  });

  it('refuses a model file with another byte', async () => {
    const path = join(folder, readModelManifest(folder).files.model.name);
    const bytes = readFileSync(path);
    bytes[1000] = bytes.readUInt8(1000) ^ 1;
    writeFileSync(path, bytes);
    await expect(open()).rejects.toThrow(
      refused('MODEL_MISMATCH', /has the digest [0-9a-f]{12}…, its manifest says/),
    );
  });

  it('refuses other features, another order and other definitions', async () => {
    const { names } = featureSet;
    const swapped = [names[1] as string, names[0] as string, ...names.slice(2)];
    const first = /feature 1 is "amount_log" in the model and "sender_out_count_1h" in this version/;
    await expect(open({ names: swapped })).rejects.toThrow(refused('MODEL_MISMATCH', first));
    await expect(open({ names: [...names, 'more'] })).rejects.toThrow(
      refused('MODEL_MISMATCH', /feature 7 is none in the model and "more" in this version/),
    );
    await expect(open({ names: names.slice(0, -1) })).rejects.toThrow(
      refused('MODEL_MISMATCH', /feature 6 is "noise_of_the_stream" in the model and none in this version/),
    );
    await expect(open({ hash: 'other' })).rejects.toThrow(
      refused('MODEL_MISMATCH', /their hash is "made-feature-set"/),
    );
  });

  it('refuses a file that is no model, and one of another width', async () => {
    replaceModel(Buffer.from('no model'));
    await expect(open()).rejects.toThrow(refused('MODEL_FAILED', /it cannot be loaded: .*; train it again/));
    cpSync(fixture, folder, { recursive: true });
    changeManifest((manifest) => ({ ...manifest, features: manifest.features.slice(1) }));
    await expect(open({ names: featureSet.names.slice(1) })).rejects.toThrow(
      refused('MODEL_MISMATCH', /does not take one input "features" of 5 columns/),
    );
  });
});
