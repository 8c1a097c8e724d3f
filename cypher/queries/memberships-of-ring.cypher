MATCH (r:Ring {id: $id})<-[m:MEMBER_OF]-(a:Account)
RETURN a.id, m.role, m.since, m.until
ORDER BY m.since, a.id
LIMIT $limit
