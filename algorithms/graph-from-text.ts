import { DirectedGraph } from 'graphology';
import { AnelError } from '../base/errors.ts';

/**
 * Reads a small graph, for tests and examples: words apart by white space, `a>b` an edge of weight 1, `a>b:2.5` one of
 * weight 2.5, `a` a node. Nodes are numbered in the order of their first mention; a repeated pair adds to its edge's
 * `count` and `weight`. Throws INPUT_INVALID.
 */
export function graphFromText(text: string): DirectedGraph {
  const graph = new DirectedGraph();
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const match = /^([^>:]+)(?:>([^>:]+)(?::([\d.]+))?)?$/.exec(word);
    if (match === null) {
      throw new AnelError(
        'INPUT_INVALID',
        `reading a graph: "${word}" is neither "a", "a>b" nor "a>b:2"; correct it`,
      );
    }
    const [, from = '', to, weight = '1'] = match;
    graph.mergeNode(from);
    if (to === undefined) continue;
    graph.mergeNode(to);
    graph.updateEdge(from, to, (edge) => ({
      count: (edge.count ?? 0) + 1,
      weight: (edge.weight ?? 0) + Number(weight),
    }));
  }
  return graph;
}
