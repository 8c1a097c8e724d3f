import type { TransferEvent } from '../../graph/model/event.ts';

/** The transfers of one round: as messages for the pipeline, as events under other names for the bare driver. */
export interface RoundTransfers {
  readonly texts: readonly string[];
  readonly bare: readonly TransferEvent[];
}

/** The two sides of a benchmark. Each writes the transfers of a round and answers how many, and calls `start` when its clock starts. */
export interface Contest {
  ours(round: RoundTransfers, start: () => void): Promise<number>;
  bare(round: RoundTransfers, start: () => void): Promise<number>;
  close(): Promise<void>;
}
