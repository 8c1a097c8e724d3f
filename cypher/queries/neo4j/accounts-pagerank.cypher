UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})
SET a.pagerank = toFloat($values[i])
