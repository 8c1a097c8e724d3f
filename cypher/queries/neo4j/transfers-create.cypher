// Both accounts are there; a transfer may be older or newer than what they have seen.
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $froms[i]})
MATCH (b:Account {id: $tos[i]})
CREATE (a)-[:TRANSFERRED {
  id: $ids[i], seq: $seqs[i], at: $ats[i], seenAt: $seenAts[i], amount: $amounts[i], currency: $currencies[i],
  format: $formats[i], deviceId: $deviceIds[i], ip: $ips[i], body: $bodies[i]
}]->(b)
FOREACH (_ IN CASE WHEN a.lastSeenAt < $ats[i] THEN [0] ELSE [] END | SET a.lastSeenAt = $ats[i])
FOREACH (_ IN CASE WHEN b.lastSeenAt < $ats[i] THEN [0] ELSE [] END | SET b.lastSeenAt = $ats[i])
FOREACH (_ IN CASE WHEN a.firstSeenAt > $ats[i] THEN [0] ELSE [] END | SET a.firstSeenAt = $ats[i])
FOREACH (_ IN CASE WHEN b.firstSeenAt > $ats[i] THEN [0] ELSE [] END | SET b.firstSeenAt = $ats[i])
RETURN count(*)
