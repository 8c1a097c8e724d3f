UNWIND $ids AS id
MATCH (a:Account {id: id})
RETURN a.id, a.firstSeenAt, a.lastSeenAt, a.country
