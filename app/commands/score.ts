import { join } from 'node:path';
import { AnelError } from '../../base/errors.ts';
import { formatByName } from '../../ingest/formats/registry.ts';
import type { Source } from '../../ingest/source.ts';
import { openFileSource } from '../../ingest/sources/file/file-source.ts';
import { stampFile } from '../../ingest/sources/file/open-bytes.ts';
import type { Command, CommandContext } from '../cli/command.ts';
import { wholeNumber } from '../cli/load-config.ts';
import { openService, type Service } from '../open-service.ts';
import { DecisionsFile } from '../score/decisions-file.ts';
import { exportDeadLetters } from '../score/export-dead-letters.ts';
import { summaryText } from '../score/print-summary.ts';
import { type ScoreResult, scoreSource } from '../score/score-source.ts';
import { summarise } from '../score/summary.ts';

/** `anel score FILE`: streams a file through the whole pipeline. */
export const scoreCommand: Command = {
  name: 'score',
  summary: 'Stream a file of transactions through the whole pipeline',
  synopsis: 'FILE --format F [--decisions OUT.jsonl] [--limit N]',
  takesArguments: true,
  options: {
    format: { type: 'string', value: 'F', help: 'jsonl, amlworld, ibm-numeric, amlsim or paysim' },
    decisions: { type: 'string', value: 'FILE', help: 'write one JSON line per decision' },
    limit: { type: 'string', value: 'N', help: 'stop after N records' },
  },
  examples: [
    'anel simulate --transactions 20000 --format jsonl --out sample',
    'anel score sample/transactions.jsonl --format jsonl --decisions decisions.jsonl',
  ],
  run: async (context) => {
    const path = onlyFile(context);
    const format = formatByName(requiredOption(context, 'format'));
    const limit = limitOf(context);
    await stampFile(path);
    const service = await openService(context.config, context.clock, context.log);
    try {
      const source = await openFileSource({
        path,
        format,
        config: context.config.ingest,
        temporaryFolder: join(service.folder.temporary, 'sort'),
        onProgress: ({ phase, bytes, bytesTotal }) =>
          context.progress.update(phase === 'scan' ? 'reading' : 'sorting', bytes, bytesTotal, 'bytes'),
        signal: context.signal,
      });
      try {
        const result = await scoreWithOutput(service, source, limit, context);
        const deadLetters = await exportDeadLetters(
          service.ledger,
          source.id,
          service.folder.deadLetters,
          context.config.ledger.pageMax,
        );
        return finish(context, source.id, result, deadLetters);
      } finally {
        await source.close();
      }
    } finally {
      await service.close();
    }
  },
};

/** Throws USAGE when the command line names no file, or more than one. */
export function onlyFile({ positionals }: CommandContext): string {
  const [path, ...more] = positionals;
  if (path !== undefined && more.length === 0) return path;
  throw new AnelError('USAGE', `expected one file, got ${positionals.length}; see --help`);
}

/** The value of an option that must be there. Throws USAGE. */
export function requiredOption({ options }: CommandContext, name: string): string {
  const value = options[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new AnelError('USAGE', `option --${name} is missing; see --help`);
}

function limitOf({ options: { limit } }: CommandContext): number | null {
  return typeof limit === 'string' ? wholeNumber('limit', limit) : null;
}

/** Scores, and writes the file of decisions when one is asked for: whole, or not at all when the run is interrupted. */
async function scoreWithOutput(
  service: Service,
  source: Source,
  limit: number | null,
  context: CommandContext,
): Promise<ScoreResult> {
  const { decisions } = context.options;
  const file = typeof decisions === 'string' ? await DecisionsFile.open(decisions) : null;
  try {
    const result = await scoreSource(service, source, {
      limit,
      signal: context.signal,
      onDecision: async (decision) => file?.write(decision),
      onProgress: (done, total, tally) =>
        context.progress.update('scoring', done, total, `${tally.alertIds.size} alerts`),
    });
    if (context.signal.aborted) await file?.discard();
    else await file?.publish();
    return result;
  } catch (error) {
    await file?.discard();
    throw error;
  }
}

function finish(
  context: CommandContext,
  source: string,
  result: ScoreResult,
  deadLetters: string | null,
): number {
  context.progress.clear();
  const summary = summarise(source, result, null);
  context.print(
    context.json ? JSON.stringify({ ...summary, deadLetterFile: deadLetters }) : summaryText(summary),
  );
  if (!context.json && deadLetters !== null) context.print(`dead letters are in ${deadLetters}`);
  if (!context.signal.aborted) return 0;
  context.progress.say('interrupted: run the same command again to go on where it stopped');
  return 1;
}
