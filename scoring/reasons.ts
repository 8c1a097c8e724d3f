import type { Typology } from './rings/model.ts';

/** The reason codes that do not come from a rule: what each says. Rules bring their own code and title. */
export const builtInReasons = {
  MODEL_SCORE: "The model's score is above the review threshold.",
  LATE_EVENT: 'The event arrived later than the allowed lateness; it was scored with what is known.',
  RING_MEMBER: 'The transfer belongs to a ring that is followed.',
  SUPPRESSED_LEGITIMATE:
    'An investigator confirmed one of its accounts as legitimate, so it leads to no ring and no alert.',
  SHAPE_FAN_OUT: 'One account pays many new counterparties.',
  SHAPE_FAN_IN: 'Many new counterparties pay one account.',
  SHAPE_GATHER_SCATTER: 'Money is gathered from new senders and scattered to new receivers.',
  SHAPE_SCATTER_GATHER: 'One source reaches the receiver through several intermediaries.',
  SHAPE_CYCLE: 'The money returns to an account that it came from.',
  SHAPE_RANDOM: 'The transfer is unusual without a clear shape around it.',
  SHAPE_BIPARTITE: 'Several senders pay the same several receivers.',
  SHAPE_STACK: 'Several senders pay the same several receivers, as a layer between other layers.',
  SHAPE_CHAIN: 'Nearly the same amount is passed on from account to account.',
  SHAPE_BUST_OUT: 'An account spends at once what it built up.',
} as const;

export type BuiltInReason = keyof typeof builtInReasons;

/** The reason of a transfer that a label keeps out of rings and alerts. */
export const suppressedReason: BuiltInReason = 'SUPPRESSED_LEGITIMATE';

/** The reason code of a shape. */
export function shapeReason(typology: Typology): BuiltInReason {
  return `SHAPE_${typology}`;
}
