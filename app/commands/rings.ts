import { AnelError } from '../../base/errors.ts';
import { formatAmount } from '../../graph/model/currency.ts';
import type { Ledger } from '../../ledger/model.ts';
import type { Ring } from '../../scoring/rings/model.ts';
import type { Command, CommandContext } from '../cli/command.ts';
import { withExistingStores } from '../with-existing-stores.ts';

/** Rings in one list. */
const limits = { usual: 20, max: 10_000 } as const;

/** A ring with what its evidence moved. */
interface ListedRing {
  readonly ring: Ring;
  /** The sum of the transfers that are kept as evidence. */
  readonly referenceCents: number;
}

/** `anel rings`: the rings with the newest changes first. */
export const ringsCommand: Command = {
  name: 'rings',
  summary: 'List rings, newest change first',
  synopsis: '[--limit N]',
  options: {
    limit: { type: 'string', value: 'N', help: `how many, at most ${limits.max} (default ${limits.usual})` },
  },
  examples: ['anel rings', 'anel rings --limit 100 --json | jq .rings[].id'],
  run: async (context) => {
    const limit = limitOf(context);
    const { ledger: settings } = context.config;
    const pageMax = Math.min(settings.pageMax, settings.readMax);
    const listed = await withExistingStores(context, ({ ledger }) => listRings(ledger, limit, pageMax));
    if (context.json) context.print(JSON.stringify({ rings: listed.map(jsonOf) }));
    else for (const line of linesOf(listed)) context.print(line);
    return 0;
  },
};

function limitOf({ options }: CommandContext): number {
  const asked = options['limit'] ?? String(limits.usual);
  const limit = /^\d{1,9}$/.test(String(asked)) ? Number(asked) : 0;
  if (limit >= 1 && limit <= limits.max) return limit;
  throw new AnelError('USAGE', `option --limit is "${asked}": expected a whole number of 1 .. ${limits.max}`);
}

async function listRings(ledger: Ledger, limit: number, pageMax: number): Promise<ListedRing[]> {
  const listed: ListedRing[] = [];
  let cursor: string | null = null;
  while (listed.length < limit) {
    const page = await ledger.rings({ cursor, limit: Math.min(pageMax, limit - listed.length) });
    const evidence = await ledger.ringEvidence(page.items.map(({ value }) => value.id));
    for (const { value: ring } of page.items) {
      const transfers = evidence.get(ring.id)?.transfers ?? [];
      const referenceCents = transfers.reduce((sum, transfer) => sum + transfer.referenceCents, 0);
      listed.push({ ring, referenceCents });
    }
    if (!page.hasNext) return listed;
    cursor = page.items.at(-1)?.cursor ?? null;
  }
  return listed;
}

function jsonOf({ ring, referenceCents }: ListedRing): object {
  const { id, status, typology, suspicion, members, transferCount, bornAt, lastAt, mergedInto } = ring;
  return {
    id,
    status,
    typology,
    suspicion,
    members: members.length,
    transfers: transferCount,
    referenceUsd: formatAmount(referenceCents, 'USD'),
    bornAt: new Date(bornAt).toISOString(),
    lastAt: new Date(lastAt).toISOString(),
    mergedInto,
  };
}

/** Aligned columns below a line with their names. */
function linesOf(listed: readonly ListedRing[]): string[] {
  if (listed.length === 0) return ['no rings'];
  const rows = listed.map(({ ring, referenceCents }) => [
    ring.id,
    ring.status,
    ring.typology,
    ring.suspicion.toFixed(2),
    String(ring.members.length),
    String(ring.transferCount),
    formatAmount(referenceCents, 'USD'),
    new Date(ring.lastAt).toISOString(),
  ]);
  const table = [
    ['id', 'status', 'typology', 'suspicion', 'members', 'transfers', 'USD', 'last change'],
    ...rows,
  ];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table.map((row) =>
    row
      .map((cell, column) =>
        column >= 3 && column <= 6 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}
