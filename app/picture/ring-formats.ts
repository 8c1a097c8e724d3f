import type { ExportFormat } from '../../scoring/rings/dossier/exports/export-format.ts';
import { exportFormats } from '../../scoring/rings/dossier/exports/registry.ts';
import { drawRing } from '../../scoring/rings/picture/draw-ring.ts';
import { pngOf } from './png.ts';

/** Every form of a dossier by its name: those that are text, and those that a renderer makes. */
export const ringFormats: Readonly<Record<string, ExportFormat>> = {
  ...exportFormats,
  png: {
    extension: 'png',
    mediaType: 'image/png',
    help: 'a picture, made of the SVG',
    write: (dossier, language) => pngOf(drawRing(dossier, { language })),
  },
};
