import { type BipartiteBlock, bipartiteBlock } from '../../algorithms/motifs/bipartite.ts';
import { type Chain, chain } from '../../algorithms/motifs/chain.ts';
import { type Fan, fan } from '../../algorithms/motifs/fan.ts';
import type { MotifLimits } from '../../algorithms/motifs/limits.ts';
import { type ScatterGather, scatterGather } from '../../algorithms/motifs/scatter-gather.ts';
import { StampSet } from '../../algorithms/motifs/stamps.ts';
import { type Structuring, structuring } from '../../algorithms/motifs/structuring.ts';
import { type TemporalCycles, temporalCycles } from '../../algorithms/motifs/temporal-cycle.ts';
import { present } from '../../base/assert.ts';
import type { Config } from '../../base/config.ts';
import type { ActivitySummary } from '../../graph/session/activity-columns.ts';
import type { Arrival, Session } from '../../graph/session/session.ts';
import { weekWindow, windowCount } from '../../graph/window/windows.ts';
import type { CommunityFraud } from '../structure/community-labels.ts';
import type { LiveStructure } from '../structure/live-structure.ts';
import type { Structure } from '../structure/structure.ts';
import { type LabelProximity, LabelProximitySearch } from './label-proximity.ts';
import { LinkSearches } from './link-searches.ts';
import type { PatternSearch } from './pattern-search.ts';

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

/** What a context is made of, see `openFeatureState`. */
export interface FeatureParts {
  readonly session: Session;
  readonly structure: Structure;
  readonly live: LiveStructure;
  readonly patterns: PatternSearch;
  readonly config: Pick<Config, 'motifs' | 'links' | 'labels' | 'session'>;
}

/**
 * What features compute from: the session, its structure, the arrival, and the motif searches around it, each done once per
 * transfer however many features read it. A transfer that is not in the week's window has no motifs.
 */
export class FeatureContext {
  readonly session: Session;
  readonly structure: Structure;
  /** What stands between the sender and the receiver. */
  readonly links: LinkSearches;
  /** What is kept up to date with each transfer. */
  readonly live: LiveStructure;
  readonly patterns: PatternSearch;
  readonly motifLimits: MotifLimits;
  /** Config session.halfLifeMs. */
  readonly halfLifeMs: number;
  readonly #marked = new StampSet();
  readonly #labels: LabelProximitySearch;
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
  #senderStructuring: Structuring | null = null;
  #senderLabels: LabelProximity | null = null;
  #receiverLabels: LabelProximity | null = null;
  #senderCommunityLabels: CommunityFraud | null = null;

  constructor({ session, structure, live, patterns, config }: FeatureParts) {
    this.session = session;
    this.structure = structure;
    this.live = live;
    this.patterns = patterns;
    this.links = new LinkSearches(session, structure, config.links);
    this.motifLimits = config.motifs;
    this.halfLifeMs = config.session.halfLifeMs;
    this.#labels = new LabelProximitySearch(session, structure, config.labels);
  }

  /** Turns to a newly arrived transfer. */
  begin(arrival: Arrival): void {
    this.#arrival = arrival;
    this.links.begin(arrival);
    this.patterns.begin(arrival);
    this.#cycles = null;
    this.#scatterGather = null;
    this.#block = null;
    this.#chain = null;
    this.#fanInOfReceiver = null;
    this.#fanOutOfSender = null;
    this.#fanInOfSender = null;
    this.#fanOutOfReceiver = null;
    this.#senderActivity = null;
    this.#senderStructuring = null;
    this.#senderLabels = null;
    this.#receiverLabels = null;
    this.#senderCommunityLabels = null;
  }

  get arrival(): Arrival {
    return present(this.#arrival, 'arrival');
  }

  /** A windowed counter of the sender or the receiver, for example `of(session.accounts.outSum, arrival.from, dayWindow)`. */
  of(column: Uint32Array | Float64Array, account: number, window: number): number {
    return column[account * windowCount + window]!;
  }

  get cycles(): TemporalCycles {
    this.#cycles ??= this.#inWindow
      ? temporalCycles(this.session, this.arrival.slot, this.motifLimits)
      : noCycles;
    return this.#cycles;
  }

  get scatterGather(): ScatterGather {
    this.#scatterGather ??= this.#inWindow
      ? scatterGather(this.session, this.arrival.slot, this.motifLimits, this.#marked)
      : noScatterGather;
    return this.#scatterGather;
  }

  get block(): BipartiteBlock {
    this.#block ??= this.#inWindow
      ? bipartiteBlock(this.session, this.arrival.slot, this.motifLimits, this.#marked)
      : noBlock;
    return this.#block;
  }

  get chain(): Chain {
    const { arrival } = this;
    this.#chain ??= this.#inWindow
      ? chain(this.session, arrival.slot, this.motifLimits)
      : { length: 1, conservation: 1, spanMs: 0, members: [arrival.from, arrival.to] };
    return this.#chain;
  }

  get fanInOfReceiver(): Fan {
    this.#fanInOfReceiver ??= fan(this.session, this.arrival.to, 'in', this.motifLimits);
    return this.#fanInOfReceiver;
  }

  get fanOutOfSender(): Fan {
    this.#fanOutOfSender ??= fan(this.session, this.arrival.from, 'out', this.motifLimits);
    return this.#fanOutOfSender;
  }

  get fanInOfSender(): Fan {
    this.#fanInOfSender ??= fan(this.session, this.arrival.from, 'in', this.motifLimits);
    return this.#fanInOfSender;
  }

  get fanOutOfReceiver(): Fan {
    this.#fanOutOfReceiver ??= fan(this.session, this.arrival.to, 'out', this.motifLimits);
    return this.#fanOutOfReceiver;
  }

  get senderStructuring(): Structuring {
    this.#senderStructuring ??= structuring(this.session, this.arrival.from, this.motifLimits.degreeMax);
    return this.#senderStructuring;
  }

  /** What the sender did up to the time of the transfer, see `ActivityColumns.summary`. */
  get senderActivity(): ActivitySummary {
    const { activities, windows } = this.session;
    const { from, event } = this.arrival;
    this.#senderActivity ??= activities.summary(from, event.at, windows);
    return this.#senderActivity;
  }

  /** How near the sender is to confirmed fraud, as it was known at the time of the transfer. */
  get senderLabels(): LabelProximity {
    const { from, event } = this.arrival;
    this.#senderLabels ??= this.#labels.proximity(from, event.at);
    return this.#senderLabels;
  }

  /** The same of the receiver. */
  get receiverLabels(): LabelProximity {
    const { from, to, event } = this.arrival;
    this.#receiverLabels ??= from === to ? this.senderLabels : this.#labels.proximity(to, event.at);
    return this.#receiverLabels;
  }

  /** How much of the sender's community is confirmed fraud, as it was known at the time of the transfer. */
  get senderCommunityLabels(): CommunityFraud {
    const { from, event } = this.arrival;
    this.#senderCommunityLabels ??= this.#labels.community(from, event.at);
    return this.#senderCommunityLabels;
  }

  /** Whether the transfer is in the week's window, where motifs are. */
  get #inWindow(): boolean {
    const { slot } = this.arrival;
    return slot !== -1 && this.session.transfers.isIn(slot, weekWindow);
  }
}
