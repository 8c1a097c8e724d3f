UNWIND range(0, size($ids) - 1) AS i
CREATE (:Event {id: $ids[i], seq: $seqs[i], body: $bodies[i]})
