// Both accounts are there; a transfer may be older or newer than what they have seen.
UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $froms[i]})
MATCH (b:Account {id: $tos[i]})
CREATE (a)-[:TRANSFERRED {
  id: $ids[i], seq: $seqs[i], at: $ats[i], seenAt: $seenAts[i], amount: $amounts[i], currency: $currencies[i],
  format: $formats[i], deviceId: $deviceIds[i], ip: $ips[i], body: $bodies[i]
}]->(b)
SET a.firstSeenAt = CASE WHEN a.firstSeenAt > $ats[i] THEN $ats[i] ELSE a.firstSeenAt END,
    a.lastSeenAt = CASE WHEN a.lastSeenAt < $ats[i] THEN $ats[i] ELSE a.lastSeenAt END,
    b.firstSeenAt = CASE WHEN b.firstSeenAt > $ats[i] THEN $ats[i] ELSE b.firstSeenAt END,
    b.lastSeenAt = CASE WHEN b.lastSeenAt < $ats[i] THEN $ats[i] ELSE b.lastSeenAt END
RETURN count(*)
