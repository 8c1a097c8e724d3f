UNWIND $ids AS id
CALL (id) {
  MATCH (:Account {id: id})-[u:USED]->(i)
  RETURN labels(i)[0] AS label, i.id AS identifier, u.firstAt AS firstAt, u.lastAt AS lastAt, u.count AS count
  ORDER BY lastAt DESC, label, identifier
  LIMIT $limit
}
RETURN id, label, identifier, firstAt, lastAt, count
