UNWIND $ids AS id
MATCH (e:Event {id: id})
RETURN e.id, e.seq, e.body, e.score, e.reversedAt
