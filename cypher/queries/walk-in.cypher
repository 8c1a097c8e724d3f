UNWIND $ids AS id
CALL (id) {
  MATCH (:Account {id: id})<-[t:TRANSFERRED]-(b:Account)
  WHERE t.at >= $fromAt AND t.at <= $untilAt
  RETURN t.id AS transfer, t.at AS at, t.seq AS seq, b.id AS other
  ORDER BY at DESC, seq DESC
  LIMIT $limit
}
RETURN id, transfer, at, seq, other
