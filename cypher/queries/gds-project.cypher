// In the order of the accounts, so that the numbers of the projection are the same each time.
MATCH (a:Account)-[t:TRANSFERRED]->(b:Account)
WHERE t.seq <= $throughSeq AND t.at > $cutoffAt AND t.reversedAt IS NULL AND a <> b
WITH a, b, count(t) AS weight
ORDER BY a.id, b.id
WITH gds.graph.project($graph, a, b, {relationshipProperties: {weight: weight}}, {undirectedRelationshipTypes: ['*'], readConcurrency: 1}) AS projected
RETURN projected.nodeCount
