UNWIND range(0, size($accounts) - 1) AS n
MATCH (i:Identifier {id: $ids[n]})
MATCH (a:Account {id: $accounts[n]})
CREATE (a)-[:USED {firstAt: $firstAts[n], lastAt: $lastAts[n], count: $counts[n]}]->(i)
