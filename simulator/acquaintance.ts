import type { Random } from '../base/random.ts';
import { type AccountKind, contactsMax, type SimulatedAccount } from './account.ts';
import { countries } from './countries.ts';
import { drawCountry, popular } from './population.ts';

/** Gives everybody habitual counterparties: the own home, a neighbourhood, and by preferential attachment some of all. */
export function introduce(
  accounts: readonly SimulatedAccount[],
  of: (kind: AccountKind, country: number) => readonly number[],
  random: Random,
): void {
  for (const country of countries.keys()) {
    for (const kind of ['PERSON', 'MERCHANT', 'COMPANY'] as const) {
      const list = of(kind, country);
      const partners = kind === 'MERCHANT' ? of('COMPANY', country) : list;
      for (const [position, index] of list.entries()) {
        const account = accounts[index] as SimulatedAccount;
        addContacts(account, position, partners, accounts, random);
        if (random.chance(abroadShare)) addAbroad(account, of(kind, drawCountry(random)), random);
        if (kind === 'PERSON') addShops(account, of('MERCHANT', country), random);
      }
    }
  }
}

/** Accounts with a habitual counterparty in a country that is drawn by size, so often the own. */
const abroadShare = 0.5;

function addAbroad(account: SimulatedAccount, candidates: readonly number[], random: Random): void {
  if (candidates.length > 0) meet(account, random.pick(candidates), random);
}

function addContacts(
  account: SimulatedAccount,
  position: number,
  partners: readonly number[],
  accounts: readonly SimulatedAccount[],
  random: Random,
): void {
  if (partners.length < 2) return;
  const count = random.between(2, 7);
  for (let nth = 0; nth < count; nth += 1) {
    const offset = Math.ceil(random.exponential(6)) * (random.chance(0.5) ? 1 : -1);
    const near = partners[position + offset];
    const far = partners[random.below(partners.length)] as number;
    const copied = accounts[far]?.contacts[0] ?? far;
    meet(account, near !== undefined && random.chance(0.75) ? near : copied, random);
  }
}

function addShops(account: SimulatedAccount, shops: readonly number[], random: Random): void {
  if (shops.length === 0) return;
  const count = random.between(3, 8);
  for (let nth = 0; nth < count; nth += 1) account.shops.push(popular(shops, random));
}

/** Makes `other` a habitual counterparty of the account; a full memory forgets one at random. */
export function meet(account: SimulatedAccount, other: number, random: Random): void {
  const { contacts } = account;
  if (other === account.index || contacts.includes(other)) return;
  if (contacts.length < contactsMax) contacts.push(other);
  else contacts[random.below(contactsMax)] = other;
}
