import { AnelError } from '../../base/errors.ts';
import type { RingDossier } from '../../scoring/rings/dossier/dossier.ts';
import type { Language } from '../../scoring/rings/dossier/texts/languages.ts';

/** The language that was asked for, when the dossier has a text in it; INPUT_INVALID otherwise. */
export function languageOf({ text }: RingDossier, asked: string): Language {
  const known = Object.keys(text) as Language[];
  const language = known.find((code) => code === asked);
  if (language !== undefined) return language;
  throw new AnelError('INPUT_INVALID', `"language" is "${asked}": expected one of ${known.join(', ')}`);
}
