import { AnelError } from '../base/errors.ts';
import type { Algorithm, AlgorithmSettings } from './algorithm.ts';
import { estimateCsrBytes } from './csr.ts';

const mebibyte = 2 ** 20;

/** What an algorithm tells about its kernel, to be made an entry of the registry. */
export interface AlgorithmKernel extends Omit<Algorithm, 'estimateBytes'> {
  /** Bytes that the kernel allocates at the peak beside the flat copy. */
  readonly estimateKernelBytes: (nodeCount: number, edgeCount: number) => number;
}

/**
 * An algorithm that refuses before it starts what it cannot do: too few or too many accounts (INPUT_INVALID), or a graph
 * for which it would take more than `memoryMax` (ALGORITHM_TOO_LARGE).
 */
export function limitedAlgorithm({ estimateKernelBytes, ...kernel }: AlgorithmKernel): Algorithm {
  const estimateBytes = (nodeCount: number, edgeCount: number): number => {
    const copy = estimateCsrBytes(nodeCount, edgeCount);
    return Math.max(copy.peak, copy.kept + estimateKernelBytes(nodeCount, edgeCount));
  };
  const algorithm: Algorithm = {
    ...kernel,
    estimateBytes,
    run: (graph, settings) => {
      checkAccounts(algorithm, settings);
      checkMemory(algorithm, settings, graph.order, graph.size);
      return kernel.run(graph, settings);
    },
  };
  return algorithm;
}

function checkAccounts({ name, accounts }: Algorithm, settings: AlgorithmSettings): void {
  const given = settings.accounts?.length ?? 0;
  if (accounts === undefined) return;
  const { min, max = Number.POSITIVE_INFINITY } = accounts;
  if (given >= min && given <= max) return;
  const expected = min === max ? `exactly ${min}` : `at least ${min}`;
  throw new AnelError('INPUT_INVALID', `${name}: "accounts" names ${given} accounts; name ${expected}`);
}

function checkMemory(
  { name, estimateBytes }: Algorithm,
  { memoryMax = Number.POSITIVE_INFINITY }: AlgorithmSettings,
  nodeCount: number,
  edgeCount: number,
): void {
  const bytes = estimateBytes(nodeCount, edgeCount);
  if (bytes <= memoryMax) return;
  const [needed, allowed] = [bytes, memoryMax].map((figure) => (figure / mebibyte).toFixed(1));
  const message =
    `${name}: ${nodeCount} accounts and ${edgeCount} pairs need about ${needed} MiB, more than the ${allowed} MiB that ` +
    '"algorithms.memoryMaxMiB" allows; raise it, or run on a part of the graph';
  throw new AnelError('ALGORITHM_TOO_LARGE', message, { details: { bytes, memoryMax } });
}
