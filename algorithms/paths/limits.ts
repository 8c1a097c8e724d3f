import { AnelError } from '../../base/errors.ts';
import type { Csr } from '../../graph/csr.ts';

/** Throws INPUT_INVALID unless both ends are nodes of the graph. */
export function checkEnds(step: string, { nodeCount }: Csr, source: number, target: number): void {
  for (const [name, node] of Object.entries({ source, target })) {
    if (node >= 0 && node < nodeCount) continue;
    const message = `${step}: ${name} "${node}" is none of the ${nodeCount} nodes, which begin at 0; correct it`;
    throw new AnelError('INPUT_INVALID', message);
  }
}

/** Throws INPUT_INVALID unless every limit is a whole number above 0. */
export function checkLimits(step: string, limits: Readonly<Record<string, number>>): void {
  for (const [name, limit] of Object.entries(limits)) {
    if (Number.isInteger(limit) && limit > 0) continue;
    throw new AnelError(
      'INPUT_INVALID',
      `${step}: ${name} "${limit}" is no whole number above 0; correct it`,
    );
  }
}
