UNWIND range(0, size($accounts) - 1) AS n
MATCH (i:Identifier {id: $ids[n]})<-[u:USED]-(a:Account)
WHERE a.id = $accounts[n]
SET u.firstAt = $firstAts[n], u.lastAt = $lastAts[n], u.count = $counts[n]
