MATCH (a:Account {label: 'legitimate'})
WHERE a.id > $after AND a.labelledAt <= $at AND coalesce(a.labelUntil, a.labelledAt + $suppressionMs) > $at
RETURN a.id, a.bank, a.country, a.firstSeenAt, a.lastSeenAt, a.communityId, a.ringId, a.pagerank, a.label, a.labelledAt,
       a.labelId, a.labelSource, a.labelUntil, a.labelPattern
ORDER BY a.id
LIMIT $limit
