import { english } from './en.ts';
import { portuguese } from './pt.ts';
import type { LanguageTexts } from './sentences.ts';

/** The languages of explanations by their code (ISO 639-1). A new one is a file beside these and a line here. */
export const languages = {
  en: english,
  pt: portuguese,
} as const satisfies Readonly<Record<string, LanguageTexts>>;

export type Language = keyof typeof languages;
