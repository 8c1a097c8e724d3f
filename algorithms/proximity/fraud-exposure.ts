import type { Session } from '../../graph/session/session.ts';
import { Counterparties, pairsOf } from './counterparties.ts';
import { labelWeight } from './label-weight.ts';
import type { ProximityLimits } from './limits.ts';

/** How much of what an account moves it moves near confirmed fraud. */
export interface FraudExposure {
  /** Counterparties that were looked at, and those of them with confirmed fraud. */
  readonly counterparties: number;
  readonly fraudulent: number;
  /**
   * Over the walks of one and of two steps from the account to another one with confirmed fraud: the share of the money that an
   * account exchanged with the next, multiplied along the walk, times the weight of the label (see `labelWeight`). 0 .. 2.
   */
  readonly exposure: number;
  /** True when a cap hid pairs. */
  readonly capped: boolean;
}

/**
 * Looks at the counterparties of an account and at theirs (see `Counterparties`), an account at a time, until the next one would
 * take more than `stepsMax` pairs in all. The label of the account itself does not count. Deterministic. One search at a time.
 */
export class FraudExposureSearch {
  readonly #near = new Counterparties();
  readonly #far = new Counterparties();

  measure(session: Session, account: number, asOf: number, limits: ProximityLimits): FraudExposure {
    const { degreeMax, stepsMax, halfLifeMs } = limits;
    const near = this.#near;
    near.read(session, account, degreeMax);
    let steps = pairsOf(session, account, degreeMax);
    let capped = near.capped;
    let fraudulent = 0;
    let exposure = 0;
    for (let slot = 0; slot < near.size; slot += 1) {
      const other = near.account(slot);
      const share = near.cents[slot]! / near.centsInAll;
      const since = session.labels.fraudSince(other, asOf);
      if (since !== Number.NEGATIVE_INFINITY) fraudulent += 1;
      exposure += share * labelWeight(since, asOf, halfLifeMs);
      steps += pairsOf(session, other, degreeMax);
      if (steps > stepsMax) {
        capped = true;
        continue;
      }
      exposure += share * this.#beyond(session, other, account, asOf, limits);
      if (this.#far.capped) capped = true;
    }
    return { counterparties: near.size, fraudulent, exposure, capped };
  }

  /** The same over one step from a counterparty, the account that it is looked at from left out. */
  #beyond(session: Session, from: number, account: number, asOf: number, limits: ProximityLimits): number {
    const far = this.#far;
    far.read(session, from, limits.degreeMax);
    let exposure = 0;
    for (let slot = 0; slot < far.size; slot += 1) {
      const other = far.account(slot);
      if (other === account) continue;
      const weight = labelWeight(session.labels.fraudSince(other, asOf), asOf, limits.halfLifeMs);
      exposure += (far.cents[slot]! / far.centsInAll) * weight;
    }
    return exposure;
  }
}
