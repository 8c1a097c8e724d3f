import type { Random } from '../../base/random.ts';
import type { Typology } from '../../scoring/rings/model.ts';
import type { World } from '../world.ts';

/** The benign groups by name. */
export const lookAlikeKinds = [
  'PAYROLL',
  'SETTLEMENT',
  'COLLECTION',
  'TREASURY_SWEEP',
  'FRANCHISE',
  'FAMILY_CIRCLE',
  'SAVINGS_GROUP',
  'SHARED_TRIP',
  'MARKETPLACE',
  'SUPPLY_CHAIN',
  'MIDDLEMEN',
  'SALE',
] as const;
export type LookAlikeKind = (typeof lookAlikeKinds)[number];

/** What a cast is chosen from. */
export interface CastRequest {
  readonly world: World;
  /** The number of members wanted; a cast may be smaller when there are not enough accounts. */
  readonly size: number;
  /** Index into `countries`. */
  readonly country: number;
  /** When the group begins, milliseconds since the start. */
  readonly ms: number;
  readonly random: Random;
}

/** A benign group that moves money in the shape of a typology. */
export interface LookAlike {
  readonly kind: LookAlikeKind;
  /** One line on who they are. */
  readonly title: string;
  readonly shapes: readonly Typology[];
  /** Days after which the same group does it again, 0 when it does so once. */
  readonly everyDays: number;
  readonly lastsHoursMin: number;
  readonly lastsHoursMax: number;
  /** The largest share that an account keeps of what it passes on. */
  readonly keptMax: number;
  /** Members by position of the shape, without repetition. */
  cast(request: CastRequest): number[];
}
