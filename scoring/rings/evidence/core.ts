import type { RingTransfer } from '../model.ts';
import { clarityOf, clearestShape } from './shapes.ts';
import { transferWeight } from './suspicion.ts';

/** The clearest shape of some transfers, and the least of them that shows it. */
export interface Core {
  /** 0 without transfers. */
  readonly clarity: number;
  /** By themselves they show the shape as clearly, and without any one of them they do not. */
  readonly transfers: readonly RingTransfer[];
}

/**
 * Finds the core of the clearest shape: the lightest transfers are given up first, then the latest. Since clarity never falls when a
 * transfer is added, one that could not be given up before cannot be later either. Deterministic, whatever the order of the transfers.
 * One recognition of one shape for each of its transfers.
 */
export function coreOf(given: readonly RingTransfer[]): Core {
  const shape = clearestShape(given);
  if (shape === null) return { clarity: 0, transfers: [] };
  let transfers = [...shape.transfers];
  const byWorth = [...transfers].sort((a, b) => transferWeight(a) - transferWeight(b) || b.seq - a.seq);
  for (const transfer of byWorth) {
    const fewer = transfers.filter((one) => one !== transfer);
    if (clarityOf(shape.typology, fewer) >= shape.clarity) transfers = fewer;
  }
  return { clarity: shape.clarity, transfers };
}
