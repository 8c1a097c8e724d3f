UNWIND $ids AS id
MATCH (a:Account {id: id})
RETURN a.id, a.bank, a.country, a.firstSeenAt, a.lastSeenAt, a.communityId, a.ringId, a.pagerank, a.label, a.labelledAt,
       a.labelId, a.labelSource, a.labelUntil, a.labelPattern
