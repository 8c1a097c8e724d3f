import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelProbe } from './model-probe.ts';
import type { ModelRuntime } from './model-runtime.ts';

/** A runtime with the probe of its model, and how to open the same model with another batch limit. */
export interface RuntimeUnderTest {
  readonly probe: ModelProbe;
  open(modelBatchMax: number): Promise<ModelRuntime>;
}

const batchSizes = [1, 7, 32, 256];
const rowCount = 600;

/** `rowCount` rows: the probe over and over, so that each of its rows stands at many places of a batch. */
function repeated({ rows }: ModelProbe, width: number): Float32Array {
  return Float32Array.from({ length: rowCount * width }, (_, index) => rows[index % rows.length] as number);
}

const bits = (scores: Float32Array) => [...new Uint32Array(scores.buffer, scores.byteOffset, scores.length)];

/** What every model runtime must do: scores as the trainer's, and bit-equal whatever the batch and the place. */
export function describeModelRuntime(name: string, make: () => RuntimeUnderTest): void {
  describe(`model runtime ${name}`, () => {
    const subject = make();
    const { probe } = subject;
    const runtimes: ModelRuntime[] = [];
    let alone: ModelRuntime;
    let width: number;

    beforeAll(async () => {
      for (const size of batchSizes) runtimes.push(await subject.open(size));
      alone = runtimes[0] as ModelRuntime;
      width = alone.featureNames.length;
    });
    afterAll(async () => {
      for (const runtime of runtimes) await runtime.close();
    });

    it('scores as the trainer did, on split thresholds too', async () => {
      const scores = await alone.score(probe.rows, probe.rowCount);
      const differences = scores.map((score, row) => Math.abs(score - (probe.scores[row] as number)));
      expect(Math.max(...differences)).toBeLessThanOrEqual(1e-6);
      expect(Math.max(...scores) - Math.min(...scores)).toBeGreaterThan(0.1);
    });

    it(`gives the same bits in batches of ${batchSizes.join(', ')} and at every place`, async () => {
      const rows = repeated(probe, width);
      const expected = bits(await alone.score(rows, rowCount));
      for (const runtime of runtimes) expect(bits(await runtime.score(rows, rowCount))).toEqual(expected);
      expect(expected.slice(probe.rowCount)).toEqual(expected.slice(0, rowCount - probe.rowCount));
    });

    it('gives the same bits whatever stands beside a row', async () => {
      const expected = bits(await alone.score(probe.rows, probe.rowCount));
      const wide = runtimes.at(-1) as ModelRuntime;
      const picks = fc.array(fc.nat(probe.rowCount - 1), { minLength: 1, maxLength: 256 });
      await fc.assert(
        fc.asyncProperty(picks, async (chosen) => {
          const rows = Float32Array.from(
            chosen.flatMap((row) => [...probe.rows.subarray(row * width, (row + 1) * width)]),
          );
          expect(bits(await wide.score(rows, chosen.length))).toEqual(chosen.map((row) => expected[row]));
        }),
        { numRuns: 50 },
      );
    });

    it('gives the same to callers at the same time', async () => {
      const expected = bits(await alone.score(probe.rows, probe.rowCount));
      const results = await Promise.all([1, 2, 3].map(() => alone.score(probe.rows, probe.rowCount)));
      for (const scores of results) expect(bits(scores)).toEqual(expected);
    });

    it('scores the first rows of a longer buffer, and none', async () => {
      const all = await alone.score(probe.rows, probe.rowCount);
      expect(bits(await alone.score(probe.rows, 3))).toEqual(bits(all).slice(0, 3));
      expect(await alone.score(probe.rows, 0)).toHaveLength(0);
    });

    it('scores infinite values, which float64 can overflow to', async () => {
      const rows = new Float32Array(2 * width)
        .fill(Number.POSITIVE_INFINITY, 0, width)
        .fill(Number.NEGATIVE_INFINITY, width);
      for (const score of await alone.score(rows, 2))
        expect(score).toSatisfy((one: number) => one >= 0 && one <= 1);
    });

    it('refuses NaN and a buffer that is too short', async () => {
      await expect(alone.score(new Float32Array(width).fill(Number.NaN), 1)).rejects.toThrow(
        'a feature is NaN',
      );
      await expect(alone.score(new Float32Array(width), 2)).rejects.toThrow('impossible state');
    });

    it('has one hash for one model', () => {
      expect(new Set(runtimes.map(({ hash }) => hash)).size).toBe(1);
      expect(alone.manifest.features).toEqual(alone.featureNames);
    });
  });
}
