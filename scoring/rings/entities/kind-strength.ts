import { type IdentifierKind, identifierKinds } from '../../../graph/model/event.ts';

/** What sharing an identifier says, and why. */
export interface KindStrength {
  /** HARD joins two accounts, SOFT only weighs. */
  readonly strength: 'HARD' | 'SOFT';
  readonly reason: string;
}

/** One line for each kind of identifier. */
export const kindStrengths = {
  card: { strength: 'HARD', reason: 'issued to one person, who answers for what is paid with it' },
  phone: { strength: 'HARD', reason: 'a contract of one person, who receives the codes that are sent to it' },
  email: { strength: 'HARD', reason: 'one mailbox: who reads it can take over every account that names it' },
  device: { strength: 'SOFT', reason: 'used by a family, sold on, or lent; its fingerprint is not unique' },
  ip: { strength: 'SOFT', reason: 'given to others within days, and shared behind one router or carrier' },
  address: { strength: 'SOFT', reason: 'a house has many flats, and moving house takes no account along' },
} as const satisfies Readonly<Record<IdentifierKind, KindStrength>>;

const kindsOf = (strength: KindStrength['strength']): readonly IdentifierKind[] =>
  identifierKinds.filter((kind) => kindStrengths[kind].strength === strength);

/** Kinds that join accounts. */
export const hardKinds: readonly IdentifierKind[] = kindsOf('HARD');

/** All kinds, hard ones first. */
export const kindsByStrength: readonly IdentifierKind[] = [...hardKinds, ...kindsOf('SOFT')];
