import type { Decision } from '../../scoring/decision-model.ts';
import { Quantiles } from './quantiles.ts';

/** The part of a summary that follows from the records of one source alone: equal at every run over the same data. */
export interface SourceCounts {
  /** Records that the source gave: the sum of the six counts below. */
  records: number;
  /** Transfers, each once, whichever run decided them. */
  transactions: number;
  reversals: number;
  /** Authentications and logs. */
  activities: number;
  /** Labels of accounts. */
  labels: number;
  duplicates: number;
  deadLetters: number;
}

/** Counts one source's records and the decisions about them, in bounded memory but for the ids of alerts and rings. */
export class Tally {
  readonly counts: SourceCounts = {
    records: 0,
    transactions: 0,
    reversals: 0,
    activities: 0,
    labels: 0,
    duplicates: 0,
    deadLetters: 0,
  };
  readonly verdicts = { ALLOW: 0, REVIEW: 0, REJECT: 0 };
  readonly latencyUs = new Quantiles();
  readonly alertIds = new Set<string>();
  readonly ringIds = new Set<string>();
  decisions = 0;
  late = 0;
  /** Against the truth of the source, where it has one. */
  readonly truth = { known: 0, fraud: 0, flaggedFraud: 0, flagged: 0 };

  decision(decision: Decision, fraud: boolean | null): void {
    this.decisions += 1;
    this.verdicts[decision.verdict] += 1;
    this.latencyUs.add(decision.latencyUs);
    if (decision.late) this.late += 1;
    if (decision.alertId !== null) this.alertIds.add(decision.alertId);
    if (decision.ringId !== null) this.ringIds.add(decision.ringId);
    if (fraud !== null) this.#compare(decision.verdict !== 'ALLOW', fraud);
  }

  #compare(flagged: boolean, fraud: boolean): void {
    this.truth.known += 1;
    if (fraud) this.truth.fraud += 1;
    if (flagged) this.truth.flagged += 1;
    if (fraud && flagged) this.truth.flaggedFraud += 1;
  }
}
