MATCH (m:Migration)
RETURN m.id, m.digest
