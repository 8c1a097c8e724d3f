// Answers the accounts that it makes.
UNWIND range(0, size($ids) - 1) AS i
MERGE (a:Account {id: $ids[i]})
WITH a, i, a.firstSeenAt IS NULL AS fresh
SET a.bank = coalesce(a.bank, $banks[i]),
    a.country = coalesce(a.country, $countries[i]),
    a.firstSeenAt = CASE WHEN fresh OR a.firstSeenAt > $firstAts[i] THEN $firstAts[i] ELSE a.firstSeenAt END,
    a.lastSeenAt = CASE WHEN fresh OR a.lastSeenAt < $lastAts[i] THEN $lastAts[i] ELSE a.lastSeenAt END
WITH a, fresh
WHERE fresh
RETURN a.id
