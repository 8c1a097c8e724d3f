// The counter of the sequence and of what is stored: every writing transaction locks it before anything else.
MERGE (s:Sequence {id: 'events'}) ON CREATE SET s.last = 0, s.accounts = 0, s.transfers = 0, s.identifiers = 0;
