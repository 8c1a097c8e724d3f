UNWIND range(0, size($ids) - 1) AS n
CREATE (:Identifier {id: $ids[n], accounts: $accounts[n]})
