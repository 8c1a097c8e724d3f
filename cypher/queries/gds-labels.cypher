CALL gds.graph.nodeProperty.stream($name, 'community', ['*'], {concurrency: 1}) YIELD nodeId, propertyValue
WITH gds.util.asNode(nodeId).id AS account, propertyValue AS community
RETURN account, community
ORDER BY account
