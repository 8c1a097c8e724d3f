import type { PlannedMessage } from '../traffic/planned-message.ts';

/** What a plan must lead to. */
export interface Expected {
  readonly transfers: ReadonlySet<string>;
  /** Ids of all valid events that are no transfers. */
  readonly others: ReadonlySet<string>;
  /** Ids of the transfers that are taken back. */
  readonly reversed: ReadonlySet<string>;
}

/** Reads off a plan what must be stored because of it. */
export function expectedOf(plan: readonly PlannedMessage[]): Expected {
  const [transfers, others, reversed] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { truth, value } of plan) {
    if (truth.is !== 'valid') continue;
    (truth.kind === 'transfer' ? transfers : others).add(truth.id);
    if (truth.kind === 'reversal') reversed.add((JSON.parse(String(value)) as { reverses: string }).reverses);
  }
  return { transfers, others, reversed };
}
