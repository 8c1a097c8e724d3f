import { AnelError } from '../../base/errors.ts';

/** What bounds the work of one change of an edge. */
export interface IncrementalLimits {
  /** Neighbours and places that one change may look at; a change that needs more is deferred. Default 1000. */
  readonly stepsMax?: number;
  /** Deferred changes that may wait; when there are as many, all of them are applied. Default 1000. */
  readonly deferredMax?: number;
}

/** The limits with their defaults. Throws INPUT_INVALID for one that is no whole number above 0. */
export function incrementalLimits(owner: string, given: IncrementalLimits): Required<IncrementalLimits> {
  const limits = { stepsMax: given.stepsMax ?? 1000, deferredMax: given.deferredMax ?? 1000 };
  for (const [name, value] of Object.entries(limits)) {
    if (!(Number.isInteger(value) && value > 0))
      throw new AnelError(
        'INPUT_INVALID',
        `${owner}: ${name} "${value}" is no whole number above 0; correct it`,
      );
  }
  return limits;
}
