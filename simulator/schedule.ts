import { hourMs } from '../base/clock.ts';
import type { Draft } from './draft.ts';

/** What is scheduled ahead, by hour since the start. */
export class Schedule {
  readonly #hours = new Map<number, Draft[]>();
  #ringTransfers = 0;

  /** Transfers of rings that were added and not taken yet. */
  get ringTransfers(): number {
    return this.#ringTransfers;
  }

  add(draft: Draft): void {
    if (isOfRing(draft)) this.#ringTransfers += 1;
    const hour = Math.floor(draft.ms / hourMs);
    const drafts = this.#hours.get(hour);
    if (drafts === undefined) this.#hours.set(hour, [draft]);
    else drafts.push(draft);
  }

  /** Removes and returns what was added for an hour, in the order of adding. */
  take(hour: number): Draft[] {
    const drafts = this.#hours.get(hour) ?? [];
    this.#hours.delete(hour);
    this.#ringTransfers -= drafts.filter(isOfRing).length;
    return drafts;
  }
}

/** True for a transfer of a ring, false for benign groups and ordinary traffic. */
export function isOfRing(draft: Draft): boolean {
  return draft.group !== null && draft.group.ringId !== null;
}
