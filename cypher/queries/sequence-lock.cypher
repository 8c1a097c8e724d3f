// The write comes first: it takes the lock, so that what is returned cannot change before the commit.
MATCH (s:Sequence {id: 'events'})
SET s.lock = true
RETURN s.last, s.accounts, s.transfers, s.identifiers, s.epoch, s.ledgerId
