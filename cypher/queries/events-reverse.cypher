UNWIND range(0, size($ids) - 1) AS i
MATCH (e:Event {id: $ids[i]})
WHERE e.reversedAt IS NULL
SET e.reversedAt = $ats[i]
