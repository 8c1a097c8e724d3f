import type { Typology } from '../scoring/rings/model.ts';
import type { LookAlikeKind } from './look-alikes/look-alike.ts';

/** The identifier that the members of a group use together. */
export interface Sharing {
  readonly kind: 'device' | 'ip' | 'phone';
  /** The account whose identifier it is. */
  readonly owner: number;
}

/** A ring or a benign group in the shape of one, at one occurrence. */
export interface Group {
  /** Null for a benign group. */
  readonly ringId: string | null;
  readonly typology: Typology;
  readonly lookAlike: LookAlikeKind | null;
  /** Account indexes by position of the shape. */
  readonly members: readonly number[];
  readonly sharing: Sharing | null;
}

/** A transfer that is decided but not written out yet. */
export interface Draft {
  /** Milliseconds since the start, whole seconds. */
  readonly ms: number;
  readonly from: number;
  readonly to: number;
  readonly usd: number;
  readonly group: Group | null;
}
