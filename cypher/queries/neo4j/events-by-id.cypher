// Neo4j finds a transfer by its id, so it is its own event; every other kind has a node.
UNWIND $ids AS id
CALL (id) {
  MATCH ()-[t:TRANSFERRED {id: id}]->()
  RETURN t.seq AS seq, t.body AS body, t.score AS score, t.reversedAt AS reversedAt
  UNION ALL
  MATCH (e:Event {id: id})
  RETURN e.seq AS seq, e.body AS body, null AS score, null AS reversedAt
}
RETURN id, seq, body, score, reversedAt
