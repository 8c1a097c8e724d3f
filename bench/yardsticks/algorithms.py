"""Times the native libraries on the graph that `anel bench algorithms` timed, on one thread.

    python algorithms.py DIRECTED UNDIRECTED RANKS --repeats N

DIRECTED and UNDIRECTED hold one graph each, little-endian: nodes and edges as two int32, sources and targets as int32, weights as
float64; pairs are unique, UNDIRECTED is the projection with each pair once. Writes networkit's ranks to RANKS (float64, one a node) and
prints one JSON object: CPU seconds of the fastest of N runs (graphs are built before), and the results that are compared.
"""

import argparse
import json
import os
import random
import time

os.environ["OMP_NUM_THREADS"] = "1"  # Before networkit is loaded: it counts threads then.

import igraph
import leidenalg
import networkit
import numpy

TOLERANCE = 1e-6
DAMPING = 0.85
SEED = 1


def read_edges(path):
    with open(path, "rb") as file:
        nodes, edges = (int(count) for count in numpy.fromfile(file, "<i4", 2))
        sources = numpy.fromfile(file, "<i4", edges)
        targets = numpy.fromfile(file, "<i4", edges)
        weights = numpy.fromfile(file, "<f8", edges)
    return nodes, sources, targets, weights


def networkit_graph(edges, directed):
    nodes, sources, targets, weights = edges
    pairs = (weights, (sources.astype(numpy.uint64), targets.astype(numpy.uint64)))
    return networkit.GraphFromCoo(pairs, n=nodes, weighted=True, directed=directed)


def igraph_graph(edges):
    nodes, sources, targets, weights = edges
    graph = igraph.Graph(n=nodes, edges=numpy.column_stack([sources, targets]).tolist())
    graph.es["weight"] = weights.tolist()
    return graph


def fastest(run, repeats):
    """The result of `run` and the CPU seconds of its fastest run."""
    best = None
    for _ in range(repeats):
        start = time.process_time()
        result = run()
        seconds = time.process_time() - start
        best = seconds if best is None else min(best, seconds)
    return result, best


def networkit_pagerank(graph):
    """Stops as ours does: when the absolute changes sum to the tolerance; the rank of dangling nodes is spread."""
    algorithm = networkit.centrality.PageRank(
        graph, DAMPING, TOLERANCE, distributeSinks=networkit.centrality.SinkHandling.DistributeSinks
    )
    algorithm.norm = networkit.centrality.Norm.L1_NORM
    return algorithm.run()


def networkit_leiden(graph, iterations):
    networkit.setSeed(SEED, False)
    found = networkit.community.ParallelLeiden(graph, iterations=iterations).run()
    return found.getPartition().getVector()


def igraph_leiden(graph, iterations):
    random.seed(SEED)
    found = graph.community_leiden("modularity", weights="weight", n_iterations=iterations)
    return found.membership


def leidenalg_leiden(graph):
    found = leidenalg.find_partition(graph, leidenalg.ModularityVertexPartition, weights="weight", seed=SEED)
    return found.membership


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directed")
    parser.add_argument("undirected")
    parser.add_argument("ranks")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    networkit.setNumberOfThreads(1)

    directed = networkit_graph(read_edges(options.directed), directed=True)
    edges = read_edges(options.undirected)
    undirected = networkit_graph(edges, directed=False)
    plain = igraph_graph(edges)

    def components_of():
        return networkit.components.ConnectedComponents(undirected).run().numberOfComponents()

    def strong_of():
        return networkit.components.StronglyConnectedComponents(directed).run().numberOfComponents()

    components, components_seconds = fastest(components_of, options.repeats)
    strong, strong_seconds = fastest(strong_of, options.repeats)
    ranks, ranks_seconds = fastest(lambda: networkit_pagerank(directed), options.repeats)
    numpy.asarray(ranks.scores(), "<f8").tofile(options.ranks)

    leiden = {}
    runs = {
        "networkit1": lambda: networkit_leiden(undirected, 1),
        "networkit3": lambda: networkit_leiden(undirected, 3),
        "igraph2": lambda: igraph_leiden(plain, 2),
        "igraphStable": lambda: igraph_leiden(plain, -1),
        "leidenalg": lambda: leidenalg_leiden(plain),
    }
    for name, run in runs.items():
        # The slow ones are run once: a few per cent do not matter where the ratio is that of the fastest.
        labels, seconds = fastest(run, options.repeats if name.startswith("networkit") else 1)
        leiden[name] = {"seconds": seconds, "modularity": plain.modularity(labels, weights="weight")}

    print(
        json.dumps(
            {
                "components": {"seconds": components_seconds, "count": components},
                "strongComponents": {"seconds": strong_seconds, "count": strong},
                "pagerank": {"seconds": ranks_seconds, "iterations": ranks.numberOfIterations()},
                "leiden": leiden,
            }
        )
    )


main()
