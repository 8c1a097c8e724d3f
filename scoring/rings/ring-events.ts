import { rolesOf } from './evidence/roles.ts';
import { recogniseShapes } from './evidence/shapes.ts';
import { suspicionOf } from './evidence/suspicion.ts';
import { foldEvidence, noEvidence } from './fold.ts';
import type { Ring, RingEvent, RingEvidence, RingMember, RingTie, RingTransfer } from './model.ts';
import type { RingIndex } from './ring-index.ts';

/** What happens to a ring; what is left out is nothing. */
export interface Change extends Pick<RingEvent, 'seq' | 'at' | 'kind' | 'cause'> {
  /** Account keys that join. */
  readonly joined?: readonly string[];
  readonly left?: readonly string[];
  readonly transfers?: readonly RingTransfer[];
  readonly ties?: readonly RingTie[];
  readonly retracted?: readonly number[];
  readonly transfersAdded?: number;
  readonly otherRingId?: string;
}

/**
 * Turns changes into events and applies them: numbers them, and says what the evidence is worth after each, the typology that it shows
 * and the roles of the members in it. Members whose role changed are among those who joined.
 */
export class RingEvents {
  readonly #index: RingIndex;
  #events: RingEvent[] = [];
  #last = { seq: 0, ordinal: -1 };

  constructor(index: RingIndex) {
    this.#index = index;
  }

  /** The events since the last call, in order. */
  take(): readonly RingEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** O(evidence) when the change touches it, else O(members). */
  add(ringId: string, change: Change): void {
    const before = this.#index.find(ringId);
    const event = this.#eventOf(ringId, change, before?.ring ?? null, before?.evidence ?? noEvidence);
    this.#index.apply(event);
    this.#events.push(event);
  }

  #eventOf(ringId: string, change: Change, ring: Ring | null, before: RingEvidence): RingEvent {
    const { seq, at, kind, cause, left = [], transfers = [], ties = [], retracted = [] } = change;
    const draft: RingEvent = {
      ...{ seq, ordinal: this.#nextOrdinal(seq), ringId, kind, cause, at },
      ...{ typology: ring?.typology ?? 'RANDOM', suspicion: ring?.suspicion ?? 0 },
      ...{ joined: [], left, transfers, ties, retracted },
      ...{ otherRingId: change.otherRingId ?? null, transfersAdded: change.transfersAdded ?? 0 },
    };
    const evidence = foldEvidence(before, draft);
    if (kind === 'MERGED' || kind === 'DORMANT') return draft;
    const joined = kind === 'CLOSED' ? [] : membersOf(change, ring, evidence);
    // What is not changed shows what it showed, which a full ring does from then on.
    if (evidence.transfers === before.transfers && evidence.ties === before.ties) return { ...draft, joined };
    const typology = recogniseShapes(evidence.transfers)[0]?.typology ?? 'RANDOM';
    return { ...draft, typology, suspicion: suspicionOf(evidence), joined };
  }

  #nextOrdinal(seq: number): number {
    this.#last = { seq, ordinal: this.#last.seq === seq ? this.#last.ordinal + 1 : 0 };
    return this.#last.ordinal;
  }
}

/** Who joins, and who has another role now. */
function membersOf(
  { seq, at, joined = [], left = [] }: Change,
  ring: Ring | null,
  { transfers }: RingEvidence,
): readonly RingMember[] {
  const roles = rolesOf(transfers);
  const roleOf = (account: string) => roles.get(account) ?? 'MEMBER';
  const gone = new Set(left);
  const changed = (ring?.members ?? []).filter(
    ({ account, role }) => !gone.has(account) && roleOf(account) !== role,
  );
  return [
    ...changed.map((member) => ({ ...member, role: roleOf(member.account) })),
    ...joined.map((account) => ({ account, role: roleOf(account), sinceSeq: seq, sinceAt: at })),
  ];
}
