import type { Ring, RingEvidence } from '../model.ts';

/** What a picture of a ring is drawn from. A dossier of the ring has all of it, so it can be given as it is. */
export interface PicturedRing {
  readonly ring: Pick<Ring, 'id' | 'typology' | 'suspicion' | 'members'>;
  readonly evidence: RingEvidence;
  /** The part of the evidence that is drawn bold; when it has no transfers, all of it is. */
  readonly minimal: RingEvidence;
}
