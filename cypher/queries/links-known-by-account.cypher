// For identifiers of many accounts: a shared address has far more links than any of its accounts.
UNWIND range(0, size($accounts) - 1) AS n
MATCH (a:Account {id: $accounts[n]})-[u:USED]->(i:Identifier)
WHERE i.id = $ids[n]
RETURN n, u.firstAt, u.lastAt, u.count
