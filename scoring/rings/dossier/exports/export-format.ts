import type { RingDossier } from '../dossier.ts';
import type { Language } from '../texts/languages.ts';

/** A form in which a dossier leaves Anel. The same dossier gives the same bytes, on every run and platform. */
export interface ExportFormat {
  /** How names of files end, without the first dot. */
  readonly extension: string;
  /** As in `Content-Type`. */
  readonly mediaType: string;
  /** What it is, for help texts. */
  readonly help: string;
  /** Text is UTF-8. Formats without words of their own disregard the language. */
  write(dossier: RingDossier, language: Language): string | Promise<string | Uint8Array>;
}
