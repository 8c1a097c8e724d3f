UNWIND range(0, size($ids) - 1) AS i
MATCH ()-[t:TRANSFERRED {id: $ids[i]}]->()
SET t.score = toFloat($scores[i])
