MATCH (m:Migration)
WHERE m.digest IS NOT NULL
RETURN m.id, m.digest
