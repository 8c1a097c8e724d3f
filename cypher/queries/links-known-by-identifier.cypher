// For identifiers of few accounts. The written order decides which end the embedded store expands.
UNWIND range(0, size($accounts) - 1) AS n
MATCH (i:Identifier {id: $ids[n]})<-[u:USED]-(a:Account)
WHERE a.id = $accounts[n]
RETURN n, u.firstAt, u.lastAt, u.count
