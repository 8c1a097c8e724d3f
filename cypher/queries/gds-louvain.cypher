CALL gds.louvain.mutate($name, {
  mutateProperty: 'community', relationshipWeightProperty: 'weight', concurrency: 1
}) YIELD communityCount
RETURN communityCount
