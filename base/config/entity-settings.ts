import { z } from 'zod';
import { dayMs } from '../clock.ts';
import { count, durationMs } from './terms.ts';

const weight = (fallback: number, meaning: string) =>
  z.coerce.number().nonnegative().max(10).default(fallback).describe(meaning);

/** Accounts that share identifiers, as evidence of rings. */
export const entitiesSettings = z
  .strictObject({
    identifiersMax: count(
      8,
      'Identifiers of one account and kind that are looked at for who else used them, those that it took up last.',
    ),
    hardAccountsMax: count(
      6,
      'A card, phone or e-mail of more accounts than this ties none of them: it belongs to a company, not to a person.',
    ),
    softAccountsMax: count(
      20,
      'A device, IP address or postal address of more accounts than this ties none of them: it is public.',
    ),
    tiesMax: count(32, 'Shared identifiers of one account that are told, hard ones first.'),
    accountsMax: count(50, 'Accounts of one person, joined by cards, phones and e-mails.'),
    weights: z
      .strictObject({
        card: weight(
          0.2,
          'What a shared card adds to the evidence of a ring, on the scale of -ln(1 - score).',
        ),
        phone: weight(0.2, 'What a shared phone adds.'),
        email: weight(0.2, 'What a shared e-mail adds.'),
        device: weight(0.2, 'What a device adds that two accounts shared just now.'),
        ip: weight(0.1, 'What an IP address adds that two accounts shared just now.'),
        address: weight(0.05, 'What a postal address adds that two accounts shared just now.'),
      })
      .prefault({}),
    halfLifeMs: z
      .strictObject({
        device: durationMs(60 * dayMs, 'The weight of a shared device halves in this time without use.'),
        ip: durationMs(14 * dayMs, 'The weight of a shared IP address halves in this time without use.'),
        address: durationMs(
          180 * dayMs,
          'The weight of a shared postal address halves in this time without use.',
        ),
      })
      .prefault({}),
  })
  .prefault({});
