import { assert } from '../../../base/assert.ts';
import type { Neighbourhood, StoredAccount, WalkLimits } from '../../store.ts';
import type { RunQuery } from './cypher-database.ts';
import { readAccounts, readLinks, readTransfers } from './read.ts';
import { mostRecentFirst, readSteps } from './steps.ts';

/** Accounts that are expanded by one query. Bounds the rows of an answer to this times the degree cap. */
const accountsPerQuery = 32;

interface Walk {
  /** Accounts with their distance, in the order in which they were reached. */
  readonly distances: Map<string, number>;
  readonly transfers: Set<string>;
  truncated: boolean;
}

/**
 * Walks transfers in both directions from an account, breadth first. Accounts of one distance are expanded in the order
 * of their ids and each follows its most recent transfers first, so the same store gives the same answer, caps reached
 * or not. A transfer is part of the answer when the walk followed it and both its ends are.
 */
export async function walkNeighbourhood(
  run: RunQuery,
  centre: string,
  limits: WalkLimits,
): Promise<Neighbourhood | null> {
  assert(
    limits.hops >= 1 && limits.nodesMax >= 1 && limits.degreeMax >= 1,
    'the limits of a walk are at least 1',
  );
  if (!(await readAccounts(run, [centre])).has(centre)) return null;
  const walk: Walk = { distances: new Map([[centre, 0]]), transfers: new Set(), truncated: false };
  for (let distance = 0; distance < limits.hops; distance += 1) {
    const frontier = [...walk.distances]
      .filter(([, at]) => at === distance)
      .map(([id]) => id)
      .sort();
    for (let start = 0; start < frontier.length; start += accountsPerQuery) {
      await expand(run, walk, frontier.slice(start, start + accountsPerQuery), distance, limits);
    }
  }
  return describe(run, walk, limits);
}

async function expand(
  run: RunQuery,
  walk: Walk,
  accounts: readonly string[],
  distance: number,
  limits: WalkLimits,
) {
  const out = await readSteps(run, 'out', accounts, limits);
  const into = await readSteps(run, 'in', accounts, limits);
  if (out.capped || into.capped) walk.truncated = true;
  for (const account of accounts) {
    const steps = [...(out.byAccount.get(account) ?? []), ...(into.byAccount.get(account) ?? [])];
    for (const step of steps.sort(mostRecentFirst)) {
      if (!walk.distances.has(step.other)) {
        if (walk.distances.size >= limits.nodesMax) {
          walk.truncated = true;
          continue;
        }
        walk.distances.set(step.other, distance + 1);
      }
      walk.transfers.add(step.transfer);
    }
  }
}

async function describe(run: RunQuery, walk: Walk, limits: WalkLimits): Promise<Neighbourhood> {
  const byId = await readAccounts(run, [...walk.distances.keys()]);
  const accounts = [...byId.values()].sort((a, b) => byDistance(walk, a, b));
  const transfers = await readTransfers(run, [...walk.transfers]);
  const ids = accounts.map(({ id }) => id);
  return {
    accounts,
    transfers: [...transfers.values()].sort((a, b) => a.seq - b.seq),
    identifiers: await readLinks(run, ids, limits.degreeMax),
    truncated: walk.truncated,
  };
}

function byDistance(walk: Walk, a: StoredAccount, b: StoredAccount): number {
  const difference = (walk.distances.get(a.id) ?? 0) - (walk.distances.get(b.id) ?? 0);
  return difference || (a.id < b.id ? -1 : 1);
}
