UNWIND range(0, size($rings) - 1) AS i
MATCH (a:Account {id: $accounts[i]})
MERGE (r:Ring {id: $rings[i]})
MERGE (a)-[m:MEMBER_OF]->(r)
SET m.role = $roles[i], m.since = $sinces[i], m.until = $untils[i]
