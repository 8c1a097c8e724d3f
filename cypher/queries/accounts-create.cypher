UNWIND range(0, size($ids) - 1) AS i
CREATE (:Account {id: $ids[i], bank: $banks[i], country: $countries[i], firstSeenAt: $firstAts[i], lastSeenAt: $lastAts[i]})
