import type { Partition, PartitionSettings } from '../../algorithms/communities/partition.ts';
import type { JobControl } from '../../algorithms/worker/kernel-runner.ts';
import type { ShippedRunner } from '../../algorithms/worker/open-runner.ts';
import { isAnelError } from '../../base/errors.ts';
import type { EdgeColumns } from '../../graph/csr.ts';

/** How often a partition is begun before the end of its worker is an error: the rings must not depend on such an accident. */
const attemptsMax = 2;

/**
 * Divides a graph whose columns lie in shared memory, so that it can be given to a second worker. Rejects with
 * ALGORITHM_TOO_LARGE and what else the runner rejects with.
 */
export async function runPartition(
  runner: Pick<ShippedRunner, 'run'>,
  edges: EdgeColumns,
  { algorithm, seed, resolution }: PartitionSettings,
  control: JobControl = {},
): Promise<Partition> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runner.run('partition', edges, { algorithm, seed, resolution }, control);
    } catch (error) {
      if (!isAnelError(error, 'ALGORITHM_FAILED') || attempt === attemptsMax) throw error;
    }
  }
}
