import type { LinkLimits } from '../../algorithms/links/limits.ts';
import {
  type NeighbourhoodSimilarity,
  neighbourhoodSimilarity,
} from '../../algorithms/links/neighbourhood.ts';
import {
  IdentifierSearch,
  type LinkedAccounts,
  type SharedIdentifiers,
  type SoftWeight,
} from '../../algorithms/links/shared-identifiers.ts';
import { PathSearch, type ShortestPath } from '../../algorithms/links/shortest-path.ts';
import { StampSet } from '../../algorithms/motifs/stamps.ts';
import { present } from '../../base/assert.ts';
import type { Arrival, Session } from '../../graph/session/session.ts';
import { weekWindow } from '../../graph/window/windows.ts';
import type { Structure } from '../structure/structure.ts';

const noWeight: SoftWeight = { weight: 0, capped: false };

/**
 * What stands between the sender and the receiver of a transfer apart from the transfer itself: each search is done once per transfer,
 * and only when a feature asks. Pairs are those of the session's window; identifiers are seen as of the time of the transfer.
 */
export class LinkSearches {
  readonly #session: Session;
  readonly #structure: Structure;
  readonly #limits: LinkLimits;
  readonly #paths: PathSearch;
  readonly #identifiers: IdentifierSearch;
  readonly #marked = new StampSet();
  #arrival: Arrival | null = null;
  #neighbourhood: NeighbourhoodSimilarity | null = null;
  #pathToReceiver: ShortestPath | null = null;
  #pathToSender: ShortestPath | null = null;
  #pathBetween: ShortestPath | null = null;
  #shared: SharedIdentifiers | null = null;
  #linkedToSender: LinkedAccounts | null = null;
  #linkedToReceiver: LinkedAccounts | null = null;
  #communityWeight: SoftWeight | null = null;

  constructor(session: Session, structure: Structure, limits: LinkLimits) {
    this.#session = session;
    this.#structure = structure;
    this.#limits = limits;
    this.#paths = new PathSearch(session, limits);
    this.#identifiers = new IdentifierSearch(session.identifiers, limits);
  }

  /** Turns to a newly arrived transfer. */
  begin(arrival: Arrival): void {
    this.#arrival = arrival;
    this.#neighbourhood = null;
    this.#pathToReceiver = null;
    this.#pathToSender = null;
    this.#pathBetween = null;
    this.#shared = null;
    this.#linkedToSender = null;
    this.#linkedToReceiver = null;
    this.#communityWeight = null;
  }

  /** The transfer does not show in it: the pair of the two accounts is left out. */
  get neighbourhood(): NeighbourhoodSimilarity {
    const { from, to } = this.#present;
    this.#neighbourhood ??= neighbourhoodSimilarity(this.#session, from, to, this.#limits, this.#marked);
    return this.#neighbourhood;
  }

  get pathToReceiver(): ShortestPath {
    const { from, to } = this.#present;
    this.#pathToReceiver ??= this.#paths.shortest(from, to, 'directed', this.#newPair);
    return this.#pathToReceiver;
  }

  get pathToSender(): ShortestPath {
    const { from, to } = this.#present;
    this.#pathToSender ??= this.#paths.shortest(to, from, 'directed', this.#newPair);
    return this.#pathToSender;
  }

  get pathBetween(): ShortestPath {
    const { from, to } = this.#present;
    this.#pathBetween ??= this.#paths.shortest(from, to, 'undirected', this.#newPair);
    return this.#pathBetween;
  }

  get shared(): SharedIdentifiers {
    const { from, to, event } = this.#present;
    this.#shared ??= this.#identifiers.shared(from, to, event.at);
    return this.#shared;
  }

  get linkedToSender(): LinkedAccounts {
    this.#linkedToSender ??= this.#hardLinked(this.#present.from);
    return this.#linkedToSender;
  }

  get linkedToReceiver(): LinkedAccounts {
    this.#linkedToReceiver ??= this.#hardLinked(this.#present.to);
    return this.#linkedToReceiver;
  }

  /** Of the accounts that share a hard identifier with the sender, those in its community. */
  get linkedInCommunity(): number {
    const community = this.#structure.communityOf(this.#present.from);
    if (community === -1) return 0;
    const { members } = this.linkedToSender;
    return members.filter((account) => this.#structure.communityOf(account) === community).length;
  }

  /** The weight of the soft identifiers that the sender shares inside its community. */
  get communityWeight(): SoftWeight {
    this.#communityWeight ??= this.#softWeightInCommunity();
    return this.#communityWeight;
  }

  #softWeightInCommunity(): SoftWeight {
    const { from, event } = this.#present;
    const structure = this.#structure;
    const community = structure.communityOf(from);
    if (community === -1) return noWeight;
    return this.#identifiers.softWeightWithin(
      from,
      event.at,
      (other) => structure.communityOf(other) === community,
    );
  }

  #hardLinked(account: number): LinkedAccounts {
    const { at } = this.#present.event;
    return this.#identifiers.hardLinked(account, at, this.#session.accountCount, this.#marked);
  }

  get #present(): Arrival {
    return present(this.#arrival, 'arrival');
  }

  /** The row of the pair that only this transfer made active, -1 when it was active before or the transfer is in no window. */
  get #newPair(): number {
    const { pair, slot } = this.#present;
    const { pairs, transfers } = this.#session;
    if (slot === -1 || pair === -1 || !transfers.isIn(slot, weekWindow)) return -1;
    return pairs.count[pair] === 1 ? pair : -1;
  }
}
