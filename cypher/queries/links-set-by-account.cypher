UNWIND range(0, size($accounts) - 1) AS n
MATCH (a:Account {id: $accounts[n]})-[u:USED]->(i:Identifier)
WHERE i.id = $ids[n]
SET u.firstAt = $firstAts[n], u.lastAt = $lastAts[n], u.count = $counts[n]
