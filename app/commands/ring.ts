import { AnelError } from '../../base/errors.ts';
import type { Ledger } from '../../ledger/model.ts';
import { openDossier, type RingDossier } from '../../scoring/rings/dossier/dossier.ts';
import type { ExportFormat } from '../../scoring/rings/dossier/exports/export-format.ts';
import { type Language, languages } from '../../scoring/rings/dossier/texts/languages.ts';
import type { Command, CommandContext } from '../cli/command.ts';
import { OutputFile } from '../output-file.ts';
import { ringFormats } from '../picture/ring-formats.ts';
import { withExistingStores } from '../with-existing-stores.ts';

const formatNames = Object.keys(ringFormats);
const languageCodes = Object.keys(languages);

/** `anel ring ID`: why a ring is one, as a text or in another form of `ringFormats`. */
export const ringCommand: Command = {
  name: 'ring',
  summary: 'Explain a ring: who does what, how the money moved, why it is suspicious',
  synopsis: `ID [--format ${formatNames.join('|')}] [--language ${languageCodes.join('|')}] [--out FILE]`,
  takesArguments: true,
  options: {
    format: {
      type: 'string',
      value: 'F',
      help: `${formatNames.map((name) => `${name}: ${ringFormats[name]?.help}`).join('; ')} (default text)`,
    },
    language: { type: 'string', value: 'L', help: `${languageCodes.join(' or ')} (default en)` },
    out: { type: 'string', value: 'FILE', help: 'write to a file instead of standard output' },
  },
  examples: [
    'anel ring ring-0123456789ab',
    'anel ring ring-0123456789ab --language pt',
    'anel ring ring-0123456789ab --format graphml --out ring.graphml',
  ],
  run: async (context) => {
    const id = onlyId(context);
    const format = formatOf(context);
    const language = languageOf(context);
    const dossier = await withExistingStores(context, ({ ledger }) => readDossier(ledger, id));
    const content = await format.write(dossier, language);
    const { out } = context.options;
    if (typeof out === 'string') await writeFile(out, content);
    else if (typeof content === 'string') context.print(content.replace(/\r?\n$/, ''));
    else throw new AnelError('USAGE', 'this format is not text: name a file with --out');
    return 0;
  },
};

function onlyId({ positionals }: CommandContext): string {
  const [id, ...others] = positionals;
  if (id !== undefined && others.length === 0) return id;
  throw new AnelError(
    'USAGE',
    `expected the id of one ring, got ${positionals.length}; "anel rings" lists them`,
  );
}

/** `--json` is short for `--format json`, and contradicts another format. */
function formatOf({ options, json }: CommandContext): ExportFormat {
  const asked = options['format'] ?? (json ? 'json' : 'text');
  const format = ringFormats[String(asked)];
  if (format === undefined)
    throw new AnelError('USAGE', `option --format is "${asked}": expected one of ${formatNames.join(', ')}`);
  if (json && asked !== 'json')
    throw new AnelError('USAGE', `options --json and --format ${asked} contradict each other: leave one out`);
  return format;
}

function languageOf({ options }: CommandContext): Language {
  const asked = options['language'] ?? 'en';
  const language = languageCodes.find((code) => code === asked);
  if (language !== undefined) return language as Language;
  throw new AnelError(
    'USAGE',
    `option --language is "${asked}": expected one of ${languageCodes.join(', ')}`,
  );
}

async function readDossier(ledger: Ledger, id: string): Promise<RingDossier> {
  const ring = await ledger.ring(id);
  if (ring === null)
    throw new AnelError('NOT_FOUND', `look up ring "${id}": there is none; "anel rings" lists them`);
  const evidence = await ledger.ringEvidence([id]);
  return openDossier(ring, await ledger.ringEvents(id), evidence.get(id) ?? { transfers: [], ties: [] });
}

async function writeFile(out: string, content: string | Uint8Array): Promise<void> {
  const file = await OutputFile.open(out, 'the dossier');
  try {
    await file.write(content);
    await file.publish();
  } catch (error) {
    await file.discard();
    throw error;
  }
}
