import type { AccountRef } from '../graph/model/event.ts';

export type AccountKind = 'PERSON' | 'MERCHANT' | 'COMPANY';

/** A payment that an account makes every month. */
export interface StandingOrder {
  readonly from: number;
  readonly to: number;
  /** Day of the month, 1 .. 28. */
  readonly day: number;
  readonly usd: number;
}

/** An account of the simulated world. Other accounts are named by their index. */
export interface SimulatedAccount {
  readonly index: number;
  readonly kind: AccountKind;
  readonly ref: AccountRef;
  /** Index into `countries`. */
  readonly country: number;
  readonly city: number;
  /** Milliseconds since the start; 0 or less when it existed before. */
  readonly opensMs: number;
  /** Multiplies the amounts of its ordinary transfers. */
  readonly scale: number;
  /** The share of its amounts that are round. */
  readonly roundness: number;
  readonly favouriteFormat: string;
  /** The account whose home (address, net) it shares: itself unless it lives with others. */
  readonly home: number;
  /** The account whose device it uses: itself, or one of its home. */
  readonly deviceOwner: number;
  /** The company that pays its salary, -1 for none. */
  readonly employer: number;
  /** Habitual counterparties of the same kind, at most `contactsMax`; grows and changes with its traffic. */
  readonly contacts: number[];
  /** Shops that it goes to (persons). */
  readonly shops: number[];
}

/** Habitual counterparties that an account remembers. */
export const contactsMax = 16;
