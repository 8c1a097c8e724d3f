import { identifierLabels } from '../../model/event.ts';
import type { RunQuery } from './cypher-database.ts';
import type { Touched, TouchedLink } from './touched.ts';
import type { SendQuery } from './write-events.ts';

/**
 * An identifier of more accounts than this is a hub: its links are found from their accounts, those of the others from the
 * identifier. So the cost of a link is bounded by this, or by the number of identifiers of one account.
 */
const identifierDegreeMax = 32;

type Side = 'by-identifier' | 'by-account';

/** The links of one kind of identifier, and how many accounts each identifier had before the batch. */
interface KindOfLinks {
  readonly label: string;
  readonly links: readonly TouchedLink[];
  readonly accountsBefore: ReadonlyMap<string, number>;
}

/** Writes a batch's identifiers and the links to them. `freshAccounts` are the accounts that the batch made. Returns how many identifiers were made. */
export async function writeIdentifiers(
  run: RunQuery,
  send: SendQuery,
  touched: Touched,
  freshAccounts: ReadonlySet<string>,
): Promise<number> {
  let made = 0;
  for (const [kind, links] of touched.links) {
    const label = identifierLabels[kind];
    const ids = [...new Set(links.map(({ id }) => id))].sort();
    const rows = await run('identifiers-known', { ids }, label);
    const accountsBefore = new Map(rows.map(([id, accounts]) => [id as string, accounts as number]));
    const ofKind = { label, links, accountsBefore };
    const freshLinks = await updateLinks(run, send, ofKind, freshAccounts);
    made += sendNodes(send, ofKind, freshLinks);
    if (freshLinks.length > 0) send('links-create', linkColumns(freshLinks), label);
  }
  return made;
}

/** The same where a MERGE is cheap: one query for each kind of identifier, all of them on their way at once. */
export async function mergeIdentifiers(run: RunQuery, touched: Touched): Promise<number> {
  const merges = [...touched.links].map(([kind, links]) =>
    run('links-merge', linkColumns(links), identifierLabels[kind]),
  );
  const made = await Promise.all(merges);
  return made.reduce((sum, [row]) => sum + (row?.[0] as number), 0);
}

/** Adds the batch's uses to the links that the store has; returns the links that it has not. */
async function updateLinks(
  run: RunQuery,
  send: SendQuery,
  ofKind: KindOfLinks,
  freshAccounts: ReadonlySet<string>,
): Promise<TouchedLink[]> {
  const { label, links, accountsBefore } = ofKind;
  const known = new Set<TouchedLink>();
  const perhaps = links.filter(({ account, id }) => accountsBefore.has(id) && !freshAccounts.has(account));
  for (const side of ['by-identifier', 'by-account'] as const) {
    const ofSide = perhaps.filter(({ id }) => sideOf(accountsBefore.get(id) ?? 0) === side);
    if (ofSide.length === 0) continue;
    const found = addStored(ofSide, await run(`links-known-${side}`, endColumns(ofSide), label));
    if (found.length > 0) send(`links-set-${side}`, linkColumns(found), label);
    for (const link of found) known.add(link);
  }
  return links.filter((link) => !known.has(link));
}

const sideOf = (accounts: number): Side => (accounts > identifierDegreeMax ? 'by-account' : 'by-identifier');

/** Adds to the links what the rows say is stored of them; returns those links. */
function addStored(links: readonly TouchedLink[], rows: Awaited<ReturnType<RunQuery>>): TouchedLink[] {
  return rows.map(([index, firstAt, lastAt, count]) => {
    const link = links[index as number] as TouchedLink;
    link.firstAt = Math.min(link.firstAt, firstAt as number);
    link.lastAt = Math.max(link.lastAt, lastAt as number);
    link.count += count as number;
    return link;
  });
}

/** Makes the new identifiers and keeps the number of accounts of the old ones. Returns how many it makes. */
function sendNodes(send: SendQuery, ofKind: KindOfLinks, freshLinks: readonly TouchedLink[]): number {
  const { label, accountsBefore } = ofKind;
  const accounts = new Map<string, number>();
  for (const { id } of freshLinks) accounts.set(id, (accounts.get(id) ?? accountsBefore.get(id) ?? 0) + 1);
  const fresh = [...accounts].filter(([id]) => !accountsBefore.has(id));
  const old = [...accounts].filter(([id]) => accountsBefore.has(id));
  if (fresh.length > 0) send('identifiers-create', nodeColumns(fresh), label);
  if (old.length > 0) send('identifiers-accounts', nodeColumns(old), label);
  return fresh.length;
}

const nodeColumns = (nodes: readonly (readonly [string, number])[]) => ({
  ids: nodes.map(([id]) => id),
  accounts: nodes.map(([, accounts]) => accounts),
});

const endColumns = (links: readonly TouchedLink[]) => ({
  accounts: links.map(({ account }) => account),
  ids: links.map(({ id }) => id),
});

const linkColumns = (links: readonly TouchedLink[]) => ({
  ...endColumns(links),
  firstAts: links.map(({ firstAt }) => firstAt),
  lastAts: links.map(({ lastAt }) => lastAt),
  counts: links.map(({ count }) => count),
});
