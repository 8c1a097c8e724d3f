import { assert } from '../../base/assert.ts';
import { AnelError } from '../../base/errors.ts';
import type { Csr } from '../../graph/csr.ts';
import { checkpoint, type RunControl } from '../run-control.ts';
import type { Kernel, KernelTable } from './kernel.ts';

const stepsMax = 1_000_000_000;

const kernel = <Settings, Result>(
  run: Kernel<Csr, Settings, Result>['run'],
  estimateBytes: Kernel<Csr, Settings, Result>['estimateBytes'] = () => 0,
): Kernel<Csr, Settings, Result> => ({ run, estimateBytes });

const failures = {
  anel: () => {
    const cause = new RangeError('too far');
    throw new AnelError('INPUT_INVALID', 'the resolution "-1" is negative', { cause, details: { at: 3 } });
  },
  assertion: () => assert(false, 'a node without a number'),
  range: () => new Int32Array(-1),
  text: () => {
    throw 'only a text';
  },
} as const;

/** Kernels that show what a runner does: the table of its tests, for a worker to import. */
export const kernels = {
  echo: kernel((graph, settings: { readonly mark: number }) => ({ ...graph, ...settings })),
  sized: kernel(
    ({ nodeCount }) => nodeCount,
    (nodeCount, edgeCount) => nodeCount * 2 ** 20 + edgeCount,
  ),
  steps: kernel((_graph, { steps }: { readonly steps: number }, control) => {
    for (let step = 0; step < steps; step += 1) checkpoint(control, 'counting', step / steps);
    return steps;
  }),
  endless: kernel((_graph: Csr, _settings: object, control: RunControl) => {
    for (let step = 0; step < stepsMax; step += 1) {
      checkpoint(control, 'going on', 0);
    }
    return 'nobody ended it';
  }),
  failing: kernel((_graph, { kind }: { readonly kind: keyof typeof failures }) => failures[kind]()),
  /** Ends the worker thread, or whatever else runs it. */
  ending: kernel((_graph, { exitCode }: { readonly exitCode: number }): number => process.exit(exitCode)),
  /** A result that another thread cannot be sent. */
  unsendable: kernel(() => ({ result: () => 1 })),
} as const satisfies KernelTable;
