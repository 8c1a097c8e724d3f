CALL gds.leiden.stream($graph, {relationshipWeightProperty: 'weight', gamma: toFloat($resolution), randomSeed: $seed, concurrency: 1})
YIELD nodeId, communityId
RETURN gds.util.asNode(nodeId).id, communityId
