import type { GraphStructure, StructureSettings } from '../../algorithms/structure/graph-structure.ts';
import type { ShippedRunner } from '../../algorithms/worker/open-runner.ts';
import { isAnelError } from '../../base/errors.ts';
import type { EdgeColumns } from '../../graph/csr.ts';

/** How often a recomputation is begun before the end of its worker is an error: the structure must not depend on such an accident. */
const attemptsMax = 2;

/** A structure that is being computed. The graph lies in shared memory, so that it can be given to a second worker. */
export class Recomputation {
  /** Null when the runner refused a graph of this size. An error is not reported before it is awaited. */
  readonly result: Promise<GraphStructure | null>;
  #settled = false;

  constructor(runner: Pick<ShippedRunner, 'run'>, graph: EdgeColumns, settings: StructureSettings) {
    this.result = compute(runner, graph, settings);
    const settle = () => {
      this.#settled = true;
    };
    this.result.then(settle, settle);
  }

  /** True when awaiting the result takes no time. */
  get settled(): boolean {
    return this.#settled;
  }
}

async function compute(
  runner: Pick<ShippedRunner, 'run'>,
  graph: EdgeColumns,
  settings: StructureSettings,
): Promise<GraphStructure | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runner.run('structure', graph, settings);
    } catch (error) {
      if (isAnelError(error, 'ALGORITHM_TOO_LARGE')) return null;
      if (!isAnelError(error, 'ALGORITHM_FAILED') || attempt === attemptsMax) throw error;
    }
  }
}
