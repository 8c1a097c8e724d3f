CALL gds.leiden.mutate($name, {
  mutateProperty: 'community', relationshipWeightProperty: 'weight', gamma: $resolution, randomSeed: $seed, concurrency: 1
}) YIELD communityCount
RETURN communityCount
