import type { WindowIndex } from '../../graph/window/window-index.ts';
import { LibraryState, type StatisticsTrap } from './library-state.ts';
import { PatternStream, type YardstickConfig } from './pattern-stream.ts';
import type { TransferColumns } from './transfer-columns.ts';

/** Why a cell differs: a trap of graph-feature-preprocessor.md by its number, or a search of ours that ended at its limit. */
export type DifferenceReason = StatisticsTrap | 'trap2SelfMiddles' | 'trap3EqualTimes' | 'capped';

/** The comparison of every cell with the yardstick's at batch 1. */
export interface Equality {
  readonly rows: number;
  readonly cells: number;
  /** Cells that differ, by the reason whose condition holds there. */
  readonly leftOut: Readonly<Record<DifferenceReason, number>>;
  /** Cells that differ for no known reason: a defect of one side. */
  readonly unexplained: number;
  /** The first of them, in words. */
  readonly examples: readonly string[];
}

/** Both numbers of a cell are taken as equal within this share. */
const tolerance = 1e-6;
const examplesMax = 5;
const statisticsPerSide = 13;

/**
 * Computes the columns of the first rows anew and compares each cell with the yardstick's, `expected` holding row after row. A cell that
 * differs is explained only when the condition of a trap holds for that very cell: which values the library still held there, which
 * self-transfer is a middle there, which counts a tie could give.
 */
export function compareCells(
  columns: TransferColumns,
  config: YardstickConfig,
  stepsMax: number,
  expected: Float64Array,
): Equality {
  const stream = new PatternStream(config, stepsMax);
  const { names } = stream.columns;
  const width = names.length;
  const rows = Math.floor(expected.length / width);
  const state = new LibraryState(columns, config.windows['statistics']! * 1000);
  const leftOut: Record<DifferenceReason, number> = {
    trap1StatisticsLag: 0,
    trap2SelfMiddles: 0,
    trap3EqualTimes: 0,
    trap4SmallVariance: 0,
    trap5RunningMoments: 0,
    capped: 0,
  };
  const examples: string[] = [];
  let unexplained = 0;
  const ours = new Float64Array(width);
  for (let row = 0; row < rows; row += 1) {
    const cappedBefore = stream.capped;
    const slot = stream.add(columns, row, ours, 0);
    state.advance();
    const theirs = expected.subarray(row * width, (row + 1) * width);
    const differing = names.flatMap((_, column) => (differs(ours[column]!, theirs[column]!) ? [column] : []));
    if (differing.length === 0) continue;
    const explain = new RowExplanation(stream, state, slot, ours, theirs, stream.capped > cappedBefore);
    for (const column of differing) {
      const reason = explain.reasonOf(column);
      if (reason !== null) {
        leftOut[reason] += 1;
        continue;
      }
      unexplained += 1;
      if (examples.length < examplesMax)
        examples.push(`row ${row}, ${names[column]}: ${ours[column]} instead of ${theirs[column]}`);
    }
  }
  return { rows, cells: rows * width, leftOut, unexplained, examples };
}

function differs(a: number, b: number): boolean {
  return !(Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)));
}

/** Explains the differences of one row, right after its transfer was added. */
class RowExplanation {
  readonly #stream: PatternStream;
  readonly #state: LibraryState;
  readonly #slot: number;
  readonly #ours: Float64Array;
  readonly #theirs: Float64Array;
  readonly #capped: boolean;
  #lax: Float64Array | null = null;

  constructor(
    stream: PatternStream,
    state: LibraryState,
    slot: number,
    ours: Float64Array,
    theirs: Float64Array,
    capped: boolean,
  ) {
    this.#stream = stream;
    this.#state = state;
    this.#slot = slot;
    this.#ours = ours;
    this.#theirs = theirs;
    this.#capped = capped;
  }

  reasonOf(column: number): DifferenceReason | null {
    const { index, columns } = this.#stream;
    const name = columns.names[column]!;
    const statisticsFrom = columns.names.length - 4 * statisticsPerSide;
    if (column >= statisticsFrom) {
      const side = Math.floor((column - statisticsFrom) / statisticsPerSide);
      const end = side < 2 ? index.transfers.from : index.transfers.to;
      const place = (column - statisticsFrom) % statisticsPerSide;
      return this.#state.trapOf(end[this.#slot]!, side % 2 === 0 ? 'out' : 'in', place);
    }
    if (name.startsWith('scatter_gather') && isMiddleOfItself(index, this.#slot)) return 'trap2SelfMiddles';
    if (name.startsWith('simple_cycle') && this.#liesBetween(column)) return 'trap3EqualTimes';
    const isSearch = /^(scatter_gather|temporal_cycle|simple_cycle)/.test(name);
    return isSearch && this.#capped && this.#ours[column]! < this.#theirs[column]! ? 'capped' : null;
  }

  /** Trap 3: equal times make a difference, and the library's count is none that ties could not give. */
  #liesBetween(column: number): boolean {
    this.#lax ??= this.#asIfLater();
    const [strict, lax, theirs] = [this.#ours[column]!, this.#lax[column]!, this.#theirs[column]!];
    return strict < theirs && theirs <= lax;
  }

  /** The columns as if the transfer had come half a second later: what came in the same second is then earlier. */
  #asIfLater(): Float64Array {
    const { index, columns } = this.#stream;
    const { at } = index.transfers;
    const later = new Float64Array(columns.names.length);
    at[this.#slot]! += 500;
    columns.compute(this.#slot, later);
    at[this.#slot]! -= 500;
    return later;
  }
}

/** Trap 2: an account with a self-transfer in the window stands where the library takes it for a middle of its own pattern. */
function isMiddleOfItself({ accounts, transfers }: WindowIndex, slot: number): boolean {
  const from = transfers.from[slot]!;
  const to = transfers.to[slot]!;
  const paid = (source: number, target: number): boolean => {
    const newest = transfers.newestOf(source, target);
    return newest !== -1 && transfers.isIn(newest, 0);
  };
  for (let hop = accounts.inTail[from]!; hop !== -1; hop = transfers.inPrev[hop]!) {
    const source = transfers.from[hop]!;
    if (source !== to && accounts.selfCount[source]! > 0 && paid(source, to)) return true;
  }
  for (let hop = accounts.outTail[to]!; hop !== -1; hop = transfers.outPrev[hop]!) {
    const target = transfers.to[hop]!;
    if (target !== from && accounts.selfCount[target]! > 0 && paid(from, target)) return true;
  }
  return false;
}
