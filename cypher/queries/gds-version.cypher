// Fails where Graph Data Science is not installed. Neo4j only, like all that begins with gds.
RETURN gds.version()
