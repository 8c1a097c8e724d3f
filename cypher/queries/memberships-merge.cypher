UNWIND range(0, size($rings) - 1) AS i
MATCH (a:Account {id: $accounts[i]})
MERGE (r:Ring {id: $rings[i]})
MERGE (a)-[m:MEMBER_OF]->(r)
SET m.since = CASE WHEN m.until IS NULL THEN coalesce(m.since, $sinces[i]) ELSE $sinces[i] END,
    m.role = $roles[i],
    m.until = $untils[i]
