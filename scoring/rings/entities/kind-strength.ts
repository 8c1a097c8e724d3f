import { type IdentifierKind, identifierKinds } from '../../../graph/model/event.ts';

/** What it says that two accounts used one identifier. */
export interface KindStrength {
  /** HARD joins two accounts, SOFT only weighs. */
  readonly strength: 'HARD' | 'SOFT';
  /** Why, to end a sentence with. */
  readonly en: string;
  readonly pt: string;
}

/** One line for each kind of identifier: its strength, and the reason for it. */
export const kindStrengths: Readonly<Record<IdentifierKind, KindStrength>> = {
  card: {
    strength: 'HARD',
    en: 'a card is issued to one person',
    pt: 'um cartão é emitido para uma só pessoa',
  },
  phone: {
    strength: 'HARD',
    en: 'a phone receives the codes of one person',
    pt: 'um telefone recebe os códigos de uma só pessoa',
  },
  email: {
    strength: 'HARD',
    en: 'a mailbox opens every account that names it',
    pt: 'um e-mail abre todas as contas que o indicam',
  },
  device: {
    strength: 'SOFT',
    en: 'families share devices, and devices are sold on',
    pt: 'famílias partilham dispositivos, e dispositivos são revendidos',
  },
  ip: {
    strength: 'SOFT',
    en: 'many people are behind one IP address, and it changes hands',
    pt: 'um endereço IP serve muitas pessoas e muda de mãos',
  },
  address: {
    strength: 'SOFT',
    en: 'several households live at one address',
    pt: 'vários agregados vivem num só endereço',
  },
};

const kindsOf = (strength: KindStrength['strength']): readonly IdentifierKind[] =>
  identifierKinds.filter((kind) => kindStrengths[kind].strength === strength);

/** Kinds that join accounts. */
export const hardKinds: readonly IdentifierKind[] = kindsOf('HARD');

/** All kinds, hard ones first. */
export const kindsByStrength: readonly IdentifierKind[] = [...hardKinds, ...kindsOf('SOFT')];
