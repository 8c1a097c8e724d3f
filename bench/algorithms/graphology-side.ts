import { createRequire } from 'node:module';
import type { DirectedGraph } from 'graphology';
import { fastest } from './measure.ts';

/** CPU seconds of graphology's packages; null where the package is not installed. */
export interface GraphologySide {
  readonly componentsSeconds: number | null;
  readonly pagerankSeconds: number | null;
}

type Components = (graph: DirectedGraph) => string[][];
type Pagerank = (graph: DirectedGraph, options: object) => Record<string, number>;

// Neither package is needed by anything else, so neither is a dependency: they are compared with where somebody has put them.
const packageOf = createRequire(import.meta.url);

/**
 * Components and PageRank of the same graph by graphology. Its tolerance is per node, so `tolerance` (of the total rank)
 * is divided by the nodes: both then stop at the same error.
 */
export function benchGraphology(
  graph: DirectedGraph,
  tolerance: number,
  say: (line: string) => void,
): GraphologySide {
  const components = loaded<{ connectedComponents: Components }>('graphology-components', say);
  const pagerank = loaded<Pagerank>('graphology-metrics/centrality/pagerank', say);
  const options = { alpha: 0.85, maxIterations: 1000, tolerance: tolerance / graph.order };
  return {
    componentsSeconds:
      components === null ? null : fastest(() => components.connectedComponents(graph), 1).seconds,
    pagerankSeconds: pagerank === null ? null : fastest(() => pagerank(graph, options), 1).seconds,
  };
}

function loaded<T>(name: string, say: (line: string) => void): T | null {
  try {
    return packageOf(name) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    say(`${name} is not installed, so it is not compared with: npm install --no-save ${name.split('/')[0]}`);
    return null;
  }
}
