import { AccountMoments } from '../../algorithms/patterns/moments.ts';
import { PatternColumns } from '../../algorithms/patterns/pattern-columns.ts';
import type { Config } from '../../base/config.ts';
import type { Arrival, Session } from '../../graph/session/session.ts';
import { dayWindow } from '../../graph/window/windows.ts';

const bins = [2, 3, 4] as const;
const histograms = {
  fan_in: bins,
  fan_out: bins,
  degree_in: bins,
  degree_out: bins,
  scatter_gather: bins,
  temporal_cycle: bins,
  simple_cycle: bins,
};

/** Names of the columns, in order: a value's place in `PatternSearch.values`. */
export const patternNames: readonly string[] = PatternColumns.namesOf(histograms);

/** The pattern columns of the present transfer in the day's window, computed once however many features read them. */
export class PatternSearch {
  readonly #columns: PatternColumns;
  readonly #session: Session;
  readonly #values = new Float64Array(patternNames.length);
  #arrival: Arrival | null = null;
  #computed = false;
  #capped = false;

  /** Listens to a session that has not seen an event yet. */
  constructor(session: Session, { stepsMax, cycleLengthMax }: Config['patterns']) {
    const moments = new AccountMoments(() => session.window, dayWindow);
    session.observe(moments);
    this.#session = session;
    this.#columns = new PatternColumns(session.window, moments, dayWindow, {
      bins: histograms,
      cycleLengthMax,
      stepsMax,
    });
  }

  begin(arrival: Arrival): void {
    this.#arrival = arrival;
    this.#computed = false;
  }

  /** One number a column; zeros for a transfer that is not in the window. Valid until the next `begin`. */
  get values(): Float64Array {
    if (!this.#computed) this.#compute();
    return this.#values;
  }

  /** True when a search ended at its limit, so that the counts of patterns are lower bounds. */
  get capped(): boolean {
    if (!this.#computed) this.#compute();
    return this.#capped;
  }

  #compute(): void {
    const slot = this.#arrival?.slot ?? -1;
    const present = slot !== -1 && this.#session.transfers.isIn(slot, dayWindow);
    this.#computed = true;
    this.#capped = present && !this.#columns.compute(slot, this.#values);
    if (!present) this.#values.fill(0);
  }
}
