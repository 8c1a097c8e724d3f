// The names of the constraints that a database has. Neo4j only.
SHOW CONSTRAINTS YIELD name
RETURN name
