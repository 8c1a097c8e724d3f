import { describe, expect, test } from 'vitest';
import { isAnelError } from '../base/errors.ts';
import type { AlgorithmSettings } from './algorithm.ts';
import { graphFromText } from './graph-from-text.ts';
import { type AlgorithmKernel, limitedAlgorithm } from './limited-algorithm.ts';
import { algorithms } from './registry.ts';

const graph = graphFromText('a>b b>c');

/** A kernel that counts its runs. */
function counted(terms: Partial<AlgorithmKernel> = {}) {
  let runs = 0;
  const run = (): { figures: Record<string, number> } => {
    runs += 1;
    return { figures: { nodes: 3 } };
  };
  const estimateKernelBytes = (nodes: number, edges: number): number => nodes * 1e6 + edges * 1e3;
  const kernel = {
    name: 'counted',
    title: 'Counted',
    kind: 'paths' as const,
    run,
    estimateKernelBytes,
    ...terms,
  };
  return { algorithm: limitedAlgorithm(kernel), runsSoFar: () => runs };
}

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('limitedAlgorithm', () => {
  test('runs where the memory is enough to the byte, and refuses before it starts where it is not', () => {
    const { algorithm, runsSoFar } = counted();
    const bytes = algorithm.estimateBytes(3, 2);
    // The kernel and the flat copy that it works on.
    expect(bytes).toBeGreaterThan(3_002_000);
    algorithm.run(graph, {});
    algorithm.run(graph, { memoryMax: bytes });
    expect(runsSoFar()).toBe(2);
    const error = thrownBy(() => algorithm.run(graph, { memoryMax: bytes - 1 }));
    expect(isAnelError(error, 'ALGORITHM_TOO_LARGE')).toBe(true);
    const memoryMax = 2 ** 21;
    expect(() => algorithm.run(graph, { memoryMax })).toThrow(
      'counted: 3 accounts and 2 pairs need about 2.9 MiB, more than the 2.0 MiB that "algorithms.memoryMaxMiB" allows',
    );
    expect(runsSoFar()).toBe(2);
  });

  test.each<[AlgorithmKernel['accounts'], AlgorithmSettings['accounts'], string | null]>([
    [undefined, ['a', 'b', 'c'], null],
    [{ min: 0 }, undefined, null],
    [{ min: 1 }, [], '"accounts" names 0 accounts; name at least 1'],
    [{ min: 1 }, ['a', 'b', 'c'], null],
    [{ min: 2, max: 2 }, ['a'], '"accounts" names 1 accounts; name exactly 2'],
    [{ min: 2, max: 2 }, ['a', 'b'], null],
    [{ min: 2, max: 2 }, ['a', 'b', 'c'], '"accounts" names 3 accounts; name exactly 2'],
  ])('that takes %o, given %o', (accounts, given, message) => {
    const { algorithm, runsSoFar } = counted(accounts === undefined ? {} : { accounts });
    const settings = given === undefined ? {} : { accounts: given };
    const error = thrownBy(() => algorithm.run(graph, settings));
    expect(error instanceof Error ? error.message : null).toEqual(message && `counted: ${message}`);
    expect(runsSoFar()).toBe(message === null ? 1 : 0);
  });

  test('every algorithm of the registry refuses too little memory', () => {
    for (const algorithm of algorithms) {
      const accounts = ['a', 'b'].slice(0, algorithm.accounts?.min ?? 0);
      const error = thrownBy(() => algorithm.run(graph, { accounts, memoryMax: 1 }));
      expect(isAnelError(error, 'ALGORITHM_TOO_LARGE'), algorithm.name).toBe(true);
    }
  });
});
