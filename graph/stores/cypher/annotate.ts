import type { Annotations } from '../../store.ts';
import type { CypherParameters } from './cypher-database.ts';

/** Runs one writing query in a transaction of its own. */
export type WriteRows = (name: string, parameters: CypherParameters) => Promise<void>;

type AccountKey = 'communityId' | 'ringId' | 'pagerank';

const accountQueries = {
  communityId: 'accounts-community',
  ringId: 'accounts-ring',
  pagerank: 'accounts-pagerank',
} as const;

/**
 * Writes what the analysis found. Ids that are not stored are passed over. At most `rowsMax` rows in one transaction, so a
 * large call is several of them: annotations can be written again, they need not be atomic.
 */
export async function writeAnnotations(
  write: WriteRows,
  annotations: Annotations,
  rowsMax: number,
): Promise<void> {
  for (const key of Object.keys(accountQueries) as AccountKey[]) {
    const changed = (annotations.accounts ?? []).filter((account) => account[key] !== undefined);
    for (const rows of slices(changed, rowsMax)) {
      await write(accountQueries[key], {
        ids: rows.map(({ id }) => id),
        values: rows.map((row) => row[key] ?? null),
      });
    }
  }
  for (const rows of slices(annotations.transfers ?? [], rowsMax)) {
    await write('events-score', { ids: rows.map(({ id }) => id), scores: rows.map(({ score }) => score) });
  }
  for (const rows of slices(annotations.endings ?? [], rowsMax)) {
    await write('memberships-end', {
      rings: rows.map(({ ringId }) => ringId),
      accounts: rows.map(({ account }) => account),
      untils: rows.map(({ until }) => until),
    });
  }
  for (const rows of slices(annotations.memberships ?? [], rowsMax)) {
    await write('memberships-merge', {
      rings: rows.map(({ ringId }) => ringId),
      accounts: rows.map(({ account }) => account),
      roles: rows.map(({ role }) => role),
      sinces: rows.map(({ since }) => since),
      untils: rows.map(({ until }) => until),
    });
  }
}

function* slices<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
