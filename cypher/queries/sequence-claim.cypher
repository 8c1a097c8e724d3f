MATCH (s:Sequence {id: 'events'})
SET s.epoch = $epoch, s.ledgerId = $ledgerId
