UNWIND range(0, size($rings) - 1) AS i
MATCH (a:Account {id: $accounts[i]})-[m:MEMBER_OF]->(r:Ring {id: $rings[i]})
SET m.until = $untils[i]
