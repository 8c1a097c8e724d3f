import { FraudExposureSearch } from '../../algorithms/proximity/fraud-exposure.ts';
import { FraudHopSearch } from '../../algorithms/proximity/fraud-hops.ts';
import type { ProximityLimits } from '../../algorithms/proximity/limits.ts';
import { LocalPagerank } from '../../algorithms/proximity/local-pagerank.ts';
import type { Session } from '../../graph/session/session.ts';
import { type CommunityFraud, CommunityLabels } from '../structure/community-labels.ts';
import type { Structure } from '../structure/structure.ts';
import { ratio } from './arithmetic.ts';

/** How near an account is to confirmed fraud. */
export interface LabelProximity {
  readonly hops: number;
  readonly counterparties: number;
  readonly counterpartyShare: number;
  readonly exposure: number;
  readonly pagerank: number;
  readonly capped: boolean;
}

const nothingFound = { hops: -1, counterparties: 0, counterpartyShare: 0, exposure: 0, pagerank: 0 } as const;
const nowhere: LabelProximity = { ...nothingFound, capped: false };
const noCommunity: CommunityFraud = { share: 0, capped: false };

/**
 * Measures how near accounts are to confirmed fraud, as labels were known at a moment. The search for the nearest one comes first: where
 * it finds none, everything else is 0 without a look. Before the first label of fraud every answer is O(1).
 */
export class LabelProximitySearch {
  readonly #session: Session;
  readonly #limits: ProximityLimits;
  readonly #communities: CommunityLabels;
  readonly #hops = new FraudHopSearch();
  readonly #exposure = new FraudExposureSearch();
  readonly #pagerank = new LocalPagerank();

  constructor(session: Session, structure: Structure, limits: ProximityLimits) {
    this.#session = session;
    this.#limits = limits;
    this.#communities = new CommunityLabels(session.labels, structure);
  }

  proximity(account: number, asOf: number): LabelProximity {
    if (this.#session.labels.fraudRows === 0) return nowhere;
    const nearest = this.#hops.find(this.#session, account, asOf, this.#limits);
    if (nearest.hops === -1) return { ...nothingFound, capped: nearest.capped };
    const around = this.#exposure.measure(this.#session, account, asOf, this.#limits);
    const walks = this.#pagerank.fraudMass(this.#session, account, asOf, this.#limits);
    return {
      hops: nearest.hops,
      counterparties: around.fraudulent,
      counterpartyShare: ratio(around.fraudulent, around.counterparties),
      exposure: around.exposure,
      pagerank: walks.mass,
      capped: nearest.capped || around.capped || walks.capped,
    };
  }

  community(account: number, asOf: number): CommunityFraud {
    if (this.#session.labels.fraudRows === 0) return noCommunity;
    return this.#communities.share(account, asOf, this.#limits.stepsMax);
  }
}
