UNWIND range(0, size($ids) - 1) AS i
MATCH ()-[t:TRANSFERRED {id: $ids[i]}]->()
WHERE t.reversedAt IS NULL
SET t.reversedAt = $ats[i]
