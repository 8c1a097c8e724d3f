UNWIND range(0, size($ids) - 1) AS i
MATCH (e:Event {id: $ids[i]})
SET e.score = $scores[i]
