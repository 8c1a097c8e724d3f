import type { SimulatedActivity } from '../activities/with-activities.ts';
import type { SimulatedLabel } from '../labels/with-labels.ts';
import type { RingTruth } from '../ring-truth.ts';
import type { SimulatedTransfer } from '../simulate.ts';

/** A file beside the transactions that a format has: its name and its lines without line ends. */
export interface SideFile {
  readonly name: string;
  readonly lines: Iterable<string>;
}

/** Writes one file layout. An encoder is made per simulation, since a layout may number accounts or keep balances. */
export interface SimulationFormat {
  readonly name: SimulationFormatName;
  /** The name of the file of transactions. */
  readonly file: string;
  /** The first line, null when the layout has none. */
  readonly header: string | null;
  /** What a transfer loses in this layout, for the docs. */
  readonly loses: string;
  encoder(): Encoder;
}

export interface Encoder {
  /** One transfer as one line without its end. Called once for each, in time order. */
  line(transfer: SimulatedTransfer): string;
  /** One authentication or log as one line; absent where the layout has no place for them. */
  activity?(activity: SimulatedActivity): string;
  /** One label of an account as one line; absent where the layout has no place for them. */
  label?(label: SimulatedLabel): string;
  /** The id that a reader gives to an event; the simulation's own where the layout has none. */
  eventId(id: string): string;
  /** The account key that a reader of this layout makes of a canonical key that was written before. */
  accountKey(key: string): string;
  /** The other files, once everything is written. */
  sideFiles(rings: readonly RingTruth[]): readonly SideFile[];
}

/** The layouts by name. */
export const simulationFormatNames = ['jsonl', 'amlworld', 'ibm-numeric', 'amlsim', 'paysim'] as const;
export type SimulationFormatName = (typeof simulationFormatNames)[number];
