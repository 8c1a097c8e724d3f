import type { Contribution } from '../evidence/minimal-evidence.ts';
import type { ShapeMatch } from '../evidence/shapes.ts';
import type { Ring, RingEvent, RingEvidence } from '../model.ts';
import type { MoneyFlow } from './flow.ts';
import type { TimelineEntry } from './timeline.ts';

/** Everything that is known and computed about a ring: what its texts are written from. */
export interface RingFacts {
  readonly ring: Ring;
  /** All of its events, in the order of the log. */
  readonly events: readonly RingEvent[];
  readonly evidence: RingEvidence;
  /** The part of the evidence of which nothing can be left out. */
  readonly minimal: RingEvidence;
  /** Of every edge of the evidence, largest first. */
  readonly contributions: readonly Contribution[];
  /** Best first. */
  readonly typologies: readonly ShapeMatch[];
  readonly flow: MoneyFlow;
  readonly timeline: readonly TimelineEntry[];
}
