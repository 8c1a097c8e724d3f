MATCH (i:Identifier {id: $id})<-[u:USED]-(a:Account)
RETURN a.id, u.firstAt, u.lastAt, u.count
ORDER BY u.lastAt DESC, a.id
LIMIT $limit
