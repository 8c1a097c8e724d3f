// Whether a database takes writes. Neo4j only, in its database "system".
SHOW DATABASES YIELD name, aliases, access, currentStatus
WHERE name = $name OR $name IN aliases
RETURN access, currentStatus
