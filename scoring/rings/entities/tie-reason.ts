import type { IdentifierKind } from '../../../graph/model/event.ts';
import type { RingTie } from '../model.ts';
import { kindStrengths } from './kind-strength.ts';

const names: Readonly<Record<'en' | 'pt', Readonly<Record<IdentifierKind, string>>>> = {
  en: {
    card: 'card',
    phone: 'phone',
    email: 'e-mail',
    device: 'device',
    ip: 'IP address',
    address: 'postal address',
  },
  pt: {
    card: 'cartão',
    phone: 'telefone',
    email: 'e-mail',
    device: 'dispositivo',
    ip: 'endereço IP',
    address: 'endereço postal',
  },
};

const shownMax = 4;

/**
 * A tie as one sentence for people: whose, which (the identifier's last four characters, of short ones less than half), until when (UTC),
 * and what sharing this kind of identifier means. Pure.
 */
export function tieReason(
  { kind, identifier, accounts, at }: Pick<RingTie, 'kind' | 'identifier' | 'accounts' | 'at'>,
  language: 'en' | 'pt',
): string {
  const what = `${names[language][kind]} ${masked(identifier)}`;
  const day = new Date(at).toISOString().slice(0, 10);
  const [one, other] = accounts;
  const why = kindStrengths[kind][language];
  return language === 'en'
    ? `${one} and ${other} used the same ${what}, last on ${day}: ${why}.`
    : `${one} e ${other} usaram o mesmo ${what}, pela última vez em ${day}: ${why}.`;
}

/** An identifier without what would give it away. */
function masked(identifier: string): string {
  const characters = [...identifier];
  const shown = Math.min(shownMax, Math.floor((characters.length - 1) / 2));
  return shown <= 0 ? '…' : `…${characters.slice(-shown).join('')}`;
}
