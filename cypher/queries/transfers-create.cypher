UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $froms[i]})
MATCH (b:Account {id: $tos[i]})
CREATE (a)-[:TRANSFERRED {
  id: $ids[i], seq: $seqs[i], at: $ats[i], seenAt: $seenAts[i], amount: $amounts[i], currency: $currencies[i],
  format: $formats[i], deviceId: $deviceIds[i], ip: $ips[i]
}]->(b)
RETURN count(*)
