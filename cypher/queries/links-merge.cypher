// Answers how many identifiers it makes. An identifier may come more than once, a link only once.
UNWIND range(0, size($ids) - 1) AS n
MATCH (a:Account {id: $accounts[n]})
MERGE (i:Identifier {id: $ids[n]})
MERGE (a)-[u:USED]->(i)
WITH i, u, n, i.accounts IS NULL AS freshNode, u.count IS NULL AS freshLink
SET u.firstAt = CASE WHEN freshLink OR u.firstAt > $firstAts[n] THEN $firstAts[n] ELSE u.firstAt END,
    u.lastAt = CASE WHEN freshLink OR u.lastAt < $lastAts[n] THEN $lastAts[n] ELSE u.lastAt END,
    u.count = coalesce(u.count, 0) + $counts[n],
    i.accounts = coalesce(i.accounts, 0) + CASE WHEN freshLink THEN 1 ELSE 0 END
RETURN count(DISTINCT CASE WHEN freshNode THEN i END)
