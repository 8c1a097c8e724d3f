// Personalised PageRank: T. H. Haveliwala, "Topic-sensitive PageRank", WWW 2002. It is `pagerank` with restarts at the
// accounts that are named: the kernel, its defaults and its papers are there.
import type { DirectedGraph } from 'graphology';
import { AnelError } from '../../../base/errors.ts';
import { csrFromGraph } from '../../csr.ts';
import { nodesOfAccounts } from '../../nodes-of-accounts.ts';
import {
  estimatePagerankBytes,
  type KeyedPagerank,
  type PagerankOptions,
  pagerank,
} from '../pagerank/pagerank.ts';

const step = 'personalised PageRank';

/**
 * Where money ends that leaves the named accounts and follows the edges at random, with restarts at them: how near every
 * account is to them. Each name has one share of the restarts, a name that stands twice has two. Cost, order and
 * determinism are those of `pagerank`. Throws INPUT_INVALID where no account is named or one is not in the graph, and
 * as `pagerank` does.
 */
export function personalisedPagerankOfGraph(
  graph: DirectedGraph,
  accounts: readonly string[],
  options: Omit<PagerankOptions, 'restart'> = {},
): KeyedPagerank {
  if (accounts.length === 0) {
    throw new AnelError('INPUT_INVALID', `${step}: "accounts" is empty; name the accounts to restart at`);
  }
  const { csr, keys } = csrFromGraph(graph);
  const restart = new Float64Array(csr.nodeCount);
  for (const node of nodesOfAccounts(step, keys, accounts)) restart[node]! += 1;
  return { keys, ...pagerank(csr, { ...options, restart }) };
}

/** Bytes that `personalisedPagerankOfGraph` allocates beside the flat copy. */
export function estimatePersonalisedPagerankBytes(nodeCount: number, edgeCount: number): number {
  return estimatePagerankBytes(nodeCount, edgeCount) + nodeCount * 8;
}
