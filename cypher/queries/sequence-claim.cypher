MATCH (s:Sequence {id: 'events'})
SET s.epoch = $epoch
