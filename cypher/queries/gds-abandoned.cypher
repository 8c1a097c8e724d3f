// Projections of runs that cannot be going on any more: their process ended before it dropped them.
CALL gds.graph.list() YIELD graphName, creationTime
WHERE graphName STARTS WITH $prefix AND creationTime < datetime() - duration({milliseconds: $olderThanMs})
CALL gds.graph.drop(graphName, false) YIELD graphName AS dropped
RETURN dropped
