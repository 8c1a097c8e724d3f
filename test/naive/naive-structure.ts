import { pagerank } from '../../algorithms/centrality/pagerank/pagerank.ts';
import { louvain } from '../../algorithms/communities/louvain/louvain.ts';
import { connectedComponents } from '../../algorithms/components/connected-components/connected-components.ts';
import { csrFromEdges } from '../../algorithms/csr.ts';
import type { Config } from '../../base/config.ts';
import { Random } from '../../base/random.ts';
import type { Csr } from '../../graph/csr.ts';
import { type NaivePair, type NaiveWindow, sumOf } from './naive-window.ts';

/** What the structure says of one account. */
export interface Standing {
  readonly community: number;
  readonly communitySize: number;
  readonly internalShare: number;
  readonly componentSize: number;
  readonly pagerank: number;
}

export const unknown: Standing = {
  community: -1,
  communitySize: 0,
  internalShare: 0,
  componentSize: 0,
  pagerank: 0,
};

/** The pair graph of a window, built from its list of pairs. */
export function naiveCsr(window: NaiveWindow): Csr {
  const number = new Map(window.accounts.map((account, place) => [account, place]));
  const column = (end: (pair: NaivePair) => string) =>
    Int32Array.from(window.activePairs, (pair) => number.get(end(pair)) as number);
  const weights = Float64Array.from(window.activePairs, ({ count }) => count);
  return csrFromEdges(
    window.accounts.length,
    column(({ from }) => from),
    column(({ to }) => to),
    weights,
  );
}

/** Every account's standing, by the algorithms of the registry and by counting over the list of pairs. */
export function naiveStandings(window: NaiveWindow, settings: Config['structure']): Map<string, Standing> {
  const { accounts, activePairs } = window;
  const csr = naiveCsr(window);
  const random = new Random(settings.seed);
  const communities = louvain(csr, { resolution: settings.resolution, random }).labels;
  const components = connectedComponents(csr).labels;
  const { ranks } = pagerank(csr, {
    damping: settings.pagerankDamping,
    tolerance: settings.pagerankTolerance,
    iterationsMax: settings.pagerankIterationsMax,
  });
  const connected = accounts.filter((account) =>
    activePairs.some(({ from, to }) => from === account || to === account),
  );
  const communityOf = (account: string) => communities[accounts.indexOf(account)] as number;
  const componentOf = (account: string) => components[accounts.indexOf(account)] as number;
  const share = (community: number) => {
    const touching = activePairs.filter(
      (p) => communityOf(p.from) === community || communityOf(p.to) === community,
    );
    const inside = touching.filter((p) => communityOf(p.from) === communityOf(p.to));
    return sumOf(inside.map(({ count }) => count)) / sumOf(touching.map(({ count }) => count));
  };
  const standing = (account: string): Standing => {
    const rank = (ranks[accounts.indexOf(account)] as number) * accounts.length;
    if (!connected.includes(account)) return { ...unknown, pagerank: rank };
    const community = communityOf(account);
    return {
      community,
      communitySize: connected.filter((other) => communityOf(other) === community).length,
      internalShare: share(community),
      componentSize: connected.filter((other) => componentOf(other) === componentOf(account)).length,
      pagerank: rank,
    };
  };
  return new Map(accounts.map((account) => [account, standing(account)]));
}
