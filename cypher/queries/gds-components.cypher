CALL gds.wcc.mutate($name, {mutateProperty: 'community', concurrency: 1}) YIELD componentCount
RETURN componentCount
