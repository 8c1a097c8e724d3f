import type { IdentifierKind } from '../../../../graph/model/event.ts';
import type { RingCause, RingRole, RingStatus, RingTransfer, Typology } from '../../model.ts';
import type { BusiestDayEntry, ChangeEntry, PeakEntry, TransferEntry } from '../timeline.ts';

/** The parts of an explanation, in their order. */
export const sections = ['WHAT', 'WHO', 'MONEY', 'WHY', 'HISTORY', 'UNCERTAIN'] as const;
export type Section = (typeof sections)[number];

/** Accounts by name, and how many there are beside those. */
export interface NamedAccounts {
  readonly named: readonly string[];
  readonly more: number;
}

/** A typology with its confidence, 0 .. 1. */
export interface ShapeFact {
  readonly typology: Typology;
  readonly confidence: number;
}

/** An amount in minor units of a currency. */
export interface AmountFact {
  readonly amountMinor: number;
  readonly currency: string;
}

/** What an account that receives and sends did, in cents of the reference currency. */
export interface PassedOnFact {
  readonly account: string;
  readonly received: number;
  readonly passedOn: number;
  readonly kept: number;
  /** Between receiving and sending, the mean weighted by the money. */
  readonly heldMs: number;
}

/**
 * Everything that can be said about a ring, a sentence each, ending with its full stop (a heading and a title have none). A function gets plain
 * numbers and writes them as its language does; it mentions each of them, so that no language tells less than another. Times are epoch milliseconds and are
 * written in UTC; `…Cents` are of the reference currency; shares, scores and confidences are 0 .. 1.
 */
export interface Sentences {
  title(fact: { ringId: string; typology: Typology; status: RingStatus }): string;
  heading(section: Section): string;

  members(fact: { accounts: number; typology: Typology }): string;
  opened(fact: { at: number; cause: RingCause; otherRingId: string | null }): string;
  state(fact: { status: RingStatus; at: number; cause: RingCause; otherRingId: string | null }): string;
  suspicion(fact: { suspicion: number }): string;

  role(fact: { role: RingRole; accounts: number } & NamedAccounts): string;

  transfers(fact: {
    transfers: number;
    firstAt: number;
    lastAt: number;
    sums: readonly AmountFact[];
  }): string;
  entered(fact: { enteredCents: number; sources: number }): string;
  circulated(fact: { circulatedCents: number }): string;
  left(fact: { leftCents: number; receivers: number }): string;
  kept(fact: { keptCents: number }): string;
  fees(fact: { feeCents: number }): string;
  passedOn(fact: PassedOnFact): string;

  shape(fact: ShapeFact & { transfers: number; ofTransfers: number }): string;
  otherShapes(fact: { shapes: readonly ShapeFact[] }): string;
  transferWeighs(fact: { transfer: RingTransfer; share: number }): string;
  tieWeighs(fact: {
    kind: IdentifierKind;
    identifier: string;
    accounts: readonly [string, string];
    share: number;
  }): string;
  /** Without shared identifiers (`ofTies` 0) it is about transfers only. */
  minimal(fact: { transfers: number; ofTransfers: number; ties: number; ofTies: number }): string;

  change(fact: ChangeEntry): string;
  transferMoment(fact: TransferEntry): string;
  busiestDay(fact: BusiestDayEntry): string;
  peak(fact: PeakEntry): string;
  momentsLeftOut(fact: { moments: number }): string;

  noProof(): string;
  noTransfers(): string;
  transfersLeftOut(fact: { kept: number; of: number }): string;
  unclearShape(fact: ShapeFact): string;
  closeShape(fact: { first: ShapeFact; second: ShapeFact }): string;
  softTies(fact: { ties: number }): string;
  converted(fact: { currencies: readonly string[] }): string;
  ownMoney(fact: { ownCents: number; accounts: number }): string;
}

/** A language that explanations are written in. */
export interface LanguageTexts {
  /** In the language itself. */
  readonly name: string;
  readonly sentences: Sentences;
}
