MATCH (s:Sequence {id: 'events'})
SET s.last = $last, s.accounts = $accounts, s.transfers = $transfers, s.identifiers = $identifiers
