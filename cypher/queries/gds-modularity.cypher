CALL gds.modularity.stats($name, {
  communityProperty: 'community', relationshipWeightProperty: 'weight', concurrency: 1
}) YIELD modularity
RETURN modularity
