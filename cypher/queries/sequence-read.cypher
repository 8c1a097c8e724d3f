MATCH (s:Sequence {id: 'events'})
RETURN s.last, s.accounts, s.transfers, s.identifiers
