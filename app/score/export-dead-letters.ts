import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDeadLetterFile } from '../../ingest/dead-letters/dead-letter-file.ts';
import type { DeadLetter, Ledger } from '../../ledger/model.ts';

/**
 * Writes the dead letters of a source from the ledger into `<folder>/<source>.jsonl`, whole or not at all. Answers the path,
 * null when there are none.
 */
export async function exportDeadLetters(
  ledger: Ledger,
  source: string,
  folder: string,
  pageMax: number,
): Promise<string | null> {
  if ((await ledger.deadLetterCount(source)) === 0) return null;
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${source.replace(/[^\w.-]/g, '-')}.jsonl`);
  await writeDeadLetterFile(path, deadLetters(ledger, source, pageMax));
  return path;
}

async function* deadLetters(ledger: Ledger, source: string, limit: number): AsyncGenerator<DeadLetter> {
  let cursor: string | null = null;
  for (;;) {
    const page = await ledger.deadLetters(source, { cursor, limit });
    for (const { value } of page.items) yield value;
    cursor = page.items.at(-1)?.cursor ?? null;
    if (!page.hasNext) return;
  }
}
