import { assert } from '../../../base/assert.ts';
import type { PathLimits, StoredTransfer } from '../../store.ts';
import type { RunQuery } from './cypher-database.ts';
import { readTransfers } from './read.ts';
import { readSteps } from './steps.ts';

/** Accounts that are expanded by one query. */
const accountsPerQuery = 32;
/** Steps of the search in memory over the part of the graph that was read; then it answers with what it has. */
const stepsMax = 100_000;

/** The most recent transfer from each expanded account to each of its receivers. */
type Reached = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Directed simple paths, shortest first, then by account ids. One path per sequence of accounts: of several transfers
 * between two accounts it shows the most recent. First the accounts within `hopsMax - 1` steps are read, breadth first, at
 * most `nodesMax` of them; then the paths are searched in memory, only towards accounts from which the end can be reached.
 */
export async function findPaths(
  run: RunQuery,
  from: string,
  to: string,
  limits: PathLimits,
): Promise<(readonly StoredTransfer[])[]> {
  assert(
    limits.hopsMax >= 1 && limits.pathsMax >= 1 && limits.nodesMax >= 1,
    'the limits of a search for paths are at least 1',
  );
  if (from === to) return [];
  const reached = await readReach(run, from, to, limits);
  const paths = searchPaths(reached, from, to, limits);
  const ids = new Set(
    paths.flatMap((path) => pairsOf(path).map(([a, b]) => reached.get(a)?.get(b) as string)),
  );
  const transfers = await readTransfers(run, [...ids]);
  return paths.map((path) =>
    pairsOf(path).map(([a, b]) => transfers.get(reached.get(a)?.get(b) as string) as StoredTransfer),
  );
}

async function readReach(run: RunQuery, from: string, to: string, limits: PathLimits): Promise<Reached> {
  const reached = new Map<string, Map<string, string>>();
  const seen = new Set([from]);
  let frontier = [from];
  for (let hop = 0; hop < limits.hopsMax && frontier.length > 0; hop += 1) {
    const next: string[] = [];
    for (let start = 0; start < frontier.length; start += accountsPerQuery) {
      const room = limits.nodesMax - reached.size;
      const accounts = frontier.slice(start, start + Math.min(accountsPerQuery, room));
      if (accounts.length === 0) break;
      const { byAccount } = await readSteps(run, 'out', accounts, limits);
      for (const [account, steps] of byAccount) {
        const receivers = new Map<string, string>();
        for (const { other, transfer } of steps) if (!receivers.has(other)) receivers.set(other, transfer);
        reached.set(account, receivers);
        for (const other of receivers.keys()) {
          if (other === to || seen.has(other)) continue;
          seen.add(other);
          next.push(other);
        }
      }
    }
    frontier = next.sort();
  }
  return reached;
}

/** Iterative deepening: every length once, accounts in the order of their ids. */
function searchPaths(reached: Reached, from: string, to: string, limits: PathLimits): string[][] {
  const distances = distancesTo(reached, to);
  const paths: string[][] = [];
  let stepsLeft = stepsMax;
  const extend = (path: string[], left: number): void => {
    const last = path.at(-1) as string;
    if (left === 0) {
      if (last === to) paths.push([...path]);
      return;
    }
    for (const next of [...(reached.get(last)?.keys() ?? [])].sort()) {
      stepsLeft -= 1;
      if (paths.length >= limits.pathsMax || stepsLeft <= 0) return;
      const tooFar = (distances.get(next) ?? Number.POSITIVE_INFINITY) > left - 1;
      if (tooFar || path.includes(next) || (next === to && left > 1)) continue;
      path.push(next);
      extend(path, left - 1);
      path.pop();
    }
  };
  for (let length = 1; length <= limits.hopsMax; length += 1) extend([from], length);
  return paths;
}

/** Steps from each account to `to`, over what was read. */
function distancesTo(reached: Reached, to: string): ReadonlyMap<string, number> {
  const senders = new Map<string, string[]>();
  for (const [account, receivers] of reached) {
    for (const receiver of receivers.keys()) {
      const list = senders.get(receiver);
      if (list === undefined) senders.set(receiver, [account]);
      else list.push(account);
    }
  }
  const distances = new Map([[to, 0]]);
  for (const [account, distance] of distances) {
    for (const sender of senders.get(account) ?? [])
      if (!distances.has(sender)) distances.set(sender, distance + 1);
  }
  return distances;
}

function pairsOf(path: readonly string[]): [string, string][] {
  return path.slice(1).map((account, index) => [path[index] as string, account]);
}
