import { drawRing } from '../../picture/draw-ring.ts';
import { writeMembersCsv, writeTransfersCsv } from './csv.ts';
import type { ExportFormat } from './export-format.ts';
import { writeGraphml } from './graphml.ts';
import { writeJson } from './json.ts';

/** Every form of a dossier that is text, by its name. A new one is a file beside these and a line here. */
export const exportFormats: Readonly<Record<string, ExportFormat>> = {
  text: {
    extension: 'txt',
    mediaType: 'text/plain; charset=utf-8',
    help: 'the explanation in plain words',
    write: ({ text }, language) => `${text[language]}\n`,
  },
  json: {
    extension: 'json',
    mediaType: 'application/json; charset=utf-8',
    help: 'everything',
    write: writeJson,
  },
  graphml: {
    extension: 'graphml',
    mediaType: 'application/graphml+xml',
    help: 'the evidence as a graph',
    write: writeGraphml,
  },
  csv: {
    extension: 'csv',
    mediaType: 'text/csv; charset=utf-8; header=present',
    help: 'the transfers as a table',
    write: writeTransfersCsv,
  },
  members: {
    extension: 'members.csv',
    mediaType: 'text/csv; charset=utf-8; header=present',
    help: 'the members as a table',
    write: writeMembersCsv,
  },
  svg: {
    extension: 'svg',
    mediaType: 'image/svg+xml; charset=utf-8',
    help: 'a picture',
    write: (dossier, language) => drawRing(dossier, { language }),
  },
};
