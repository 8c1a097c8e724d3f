MATCH (a:Account {id: $id})-[t:TRANSFERRED]-(:Account)
RETURN t.id, t.at, t.seq
ORDER BY t.at DESC, t.seq DESC
LIMIT $limit
