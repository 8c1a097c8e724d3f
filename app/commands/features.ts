import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { AnelError } from '../../base/errors.ts';
import { formatByName } from '../../ingest/formats/registry.ts';
import { openFileSource } from '../../ingest/sources/file/file-source.ts';
import { featureManifest } from '../../scoring/features/registry.ts';
import type { Command, CommandContext } from '../cli/command.ts';
import { type FeatureTableCounts, featureRows } from '../feature-table.ts';
import { FeatureTableFile } from '../feature-table-file.ts';
import { onlyFile, requiredOption } from './score.ts';

/** `anel features FILE`: the point-in-time feature table of a file. */
export const featuresCommand: Command = {
  name: 'features',
  summary: 'Write the point-in-time feature table of a file, by the code that scores live',
  synopsis: 'FILE --format F --out OUT.csv',
  takesArguments: true,
  options: {
    format: { type: 'string', value: 'F', help: 'jsonl, amlworld, ibm-numeric, amlsim or paysim' },
    out: { type: 'string', value: 'FILE', help: 'the table (CSV); its manifest is written beside it' },
  },
  examples: ['anel features sample/transactions.jsonl --format jsonl --out features.csv'],
  run: async (context) => {
    const path = onlyFile(context);
    const format = formatByName(requiredOption(context, 'format'));
    const out = requiredOption(context, 'out');
    refuseOtherThanCsv(out);
    const temporaryFolder = await mkdtemp(join(tmpdir(), 'anel-features-'));
    try {
      const source = await openFileSource({
        path,
        format,
        config: context.config.ingest,
        temporaryFolder,
        signal: context.signal,
      });
      try {
        return await writeTable(source, out, context);
      } finally {
        await source.close();
      }
    } finally {
      await rm(temporaryFolder, { recursive: true, force: true });
    }
  },
};

/** Throws USAGE for a name that promises another kind of table. */
function refuseOtherThanCsv(out: string): void {
  const extension = extname(out);
  if (extension === '' || extension.toLowerCase() === '.csv') return;
  throw new AnelError('USAGE', `option --out is "${out}": only .csv is written so far`);
}

async function writeTable(
  source: Awaited<ReturnType<typeof openFileSource>>,
  out: string,
  context: CommandContext,
): Promise<number> {
  const counts: FeatureTableCounts = { rows: 0, deadLetters: 0, duplicates: 0 };
  const manifest = featureManifest();
  const names = manifest.features.map(({ name }) => name);
  const file = await FeatureTableFile.open(out, names);
  try {
    for await (const row of featureRows(source, context.config, counts, context.signal)) {
      await file.write(row);
      if (counts.rows % 1000 === 0) context.progress.update('features', counts.rows, source.total);
    }
    if (context.signal.aborted) {
      await file.discard();
      context.progress.say('interrupted: no table was written');
      return 1;
    }
    await file.publish(manifest);
  } catch (error) {
    await file.discard();
    throw error;
  }
  context.progress.clear();
  const summary = { out, ...counts, features: names.length, featureSetHash: manifest.hash };
  context.print(
    context.json ? JSON.stringify(summary) : `${counts.rows} rows of ${names.length} features are in ${out}`,
  );
  return 0;
}
