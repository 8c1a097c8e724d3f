import { type BipartiteBlock, bipartiteBlock } from '../../algorithms/motifs/bipartite.ts';
import { type Chain, chain } from '../../algorithms/motifs/chain.ts';
import { type Fan, fan } from '../../algorithms/motifs/fan.ts';
import type { MotifLimits } from '../../algorithms/motifs/limits.ts';
import { type ScatterGather, scatterGather } from '../../algorithms/motifs/scatter-gather.ts';
import { StampSet } from '../../algorithms/motifs/stamps.ts';
import { type TemporalCycles, temporalCycles } from '../../algorithms/motifs/temporal-cycle.ts';
import { present } from '../../base/assert.ts';
import type { ActivitySummary } from '../../graph/session/activity-columns.ts';
import type { Arrival, Session } from '../../graph/session/session.ts';
import { windowCount } from '../../graph/session/windows.ts';
import type { LiveStructure } from '../structure/live-structure.ts';
import type { Structure } from '../structure/structure.ts';

const noCycles: TemporalCycles = {
  count: 0,
  shortest: 0,
  longest: 0,
  conservation: 0,
  spanMs: 0,
  members: [],
  capped: false,
};
const noScatterGather: ScatterGather = { width: 0, sources: 0, conservation: 0, members: [], capped: false };
const noBlock: BipartiteBlock = { coSenders: 0, sharedReceivers: 0, members: [], capped: false };

/**
 * What features compute from: the session, its structure, the arrival, and the motif searches around it, each done once per
 * transfer however many features read it. A transfer that is not in the window (late) has no motifs.
 */
export class FeatureContext {
  readonly session: Session;
  readonly structure: Structure;
  readonly #limits: MotifLimits;
  readonly #live: LiveStructure | null;
  readonly #marked = new StampSet();
  #arrival: Arrival | null = null;
  #cycles: TemporalCycles | null = null;
  #scatterGather: ScatterGather | null = null;
  #block: BipartiteBlock | null = null;
  #chain: Chain | null = null;
  #fanInOfReceiver: Fan | null = null;
  #fanOutOfSender: Fan | null = null;
  #fanInOfSender: Fan | null = null;
  #fanOutOfReceiver: Fan | null = null;
  #senderActivity: ActivitySummary | null = null;

  /** `live` may be null where no feature reads it. */
  constructor(
    session: Session,
    structure: Structure,
    limits: MotifLimits,
    live: LiveStructure | null = null,
  ) {
    this.session = session;
    this.structure = structure;
    this.#limits = limits;
    this.#live = live;
  }

  /** Turns to a newly arrived transfer. */
  begin(arrival: Arrival): void {
    this.#arrival = arrival;
    this.#cycles = null;
    this.#scatterGather = null;
    this.#block = null;
    this.#chain = null;
    this.#fanInOfReceiver = null;
    this.#fanOutOfSender = null;
    this.#fanInOfSender = null;
    this.#fanOutOfReceiver = null;
    this.#senderActivity = null;
  }

  get arrival(): Arrival {
    return present(this.#arrival, 'arrival');
  }

  /** What is kept up to date with each transfer. */
  get live(): LiveStructure {
    return present(this.#live, 'live structure');
  }

  /** A windowed counter of the sender or the receiver, for example `of(session.accounts.outSum, arrival.from, dayWindow)`. */
  of(column: Uint32Array | Float64Array, account: number, window: number): number {
    return column[account * windowCount + window]!;
  }

  get cycles(): TemporalCycles {
    this.#cycles ??= this.#inWindow
      ? temporalCycles(this.session, this.arrival.slot, this.#limits)
      : noCycles;
    return this.#cycles;
  }

  get scatterGather(): ScatterGather {
    this.#scatterGather ??= this.#inWindow
      ? scatterGather(this.session, this.arrival.slot, this.#limits, this.#marked)
      : noScatterGather;
    return this.#scatterGather;
  }

  get block(): BipartiteBlock {
    this.#block ??= this.#inWindow
      ? bipartiteBlock(this.session, this.arrival.slot, this.#limits, this.#marked)
      : noBlock;
    return this.#block;
  }

  get chain(): Chain {
    const { arrival } = this;
    this.#chain ??= this.#inWindow
      ? chain(this.session, arrival.slot, this.#limits)
      : { length: 1, conservation: 1, spanMs: 0, members: [arrival.from, arrival.to] };
    return this.#chain;
  }

  get fanInOfReceiver(): Fan {
    this.#fanInOfReceiver ??= fan(this.session, this.arrival.to, 'in', this.#limits);
    return this.#fanInOfReceiver;
  }

  get fanOutOfSender(): Fan {
    this.#fanOutOfSender ??= fan(this.session, this.arrival.from, 'out', this.#limits);
    return this.#fanOutOfSender;
  }

  get fanInOfSender(): Fan {
    this.#fanInOfSender ??= fan(this.session, this.arrival.from, 'in', this.#limits);
    return this.#fanInOfSender;
  }

  get fanOutOfReceiver(): Fan {
    this.#fanOutOfReceiver ??= fan(this.session, this.arrival.to, 'out', this.#limits);
    return this.#fanOutOfReceiver;
  }

  /** What the sender did up to the time of the transfer, see `ActivityColumns.summary`. */
  get senderActivity(): ActivitySummary {
    const { activities, windows } = this.session;
    const { from, event } = this.arrival;
    this.#senderActivity ??= activities.summary(from, event.at, windows);
    return this.#senderActivity;
  }

  get #inWindow(): boolean {
    return this.arrival.slot !== -1;
  }
}
