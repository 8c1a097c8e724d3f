UNWIND range(0, size($ids) - 1) AS n
MATCH (i:Identifier {id: $ids[n]})
SET i.accounts = $accounts[n]
