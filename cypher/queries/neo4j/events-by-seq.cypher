UNWIND range($first, $last) AS seq
CALL (seq) {
  MATCH ()-[t:TRANSFERRED {seq: seq}]->()
  RETURN t.id AS id, t.body AS body
  UNION ALL
  MATCH (e:Event {seq: seq})
  RETURN e.id AS id, e.body AS body
}
RETURN seq, id, body
ORDER BY seq
