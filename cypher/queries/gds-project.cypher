// As of an event: what came after it, a reversal too, has not happened yet. One edge an ordered pair with the number of its transfers, in an order that does not depend on how the store keeps them.
MATCH (a:Account)-[t:TRANSFERRED]->(b:Account)
WHERE t.seq <= $seq AND t.at > $after AND a <> b AND (t.reversedAt IS NULL OR t.reversedSeq > $seq)
WITH a, b, count(t) AS weight
ORDER BY a.id, b.id
WITH gds.graph.project(
  $name, a, b, {relationshipProperties: {weight: toFloat(weight)}}, {undirectedRelationshipTypes: ['*'], readConcurrency: 1}
) AS graph, count(*) AS pairs, toInteger(sum(weight)) AS transfers
RETURN graph.nodeCount, pairs, transfers
