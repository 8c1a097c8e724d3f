// The write comes first: who opens the same store at the same time waits here until the other one has migrated.
MERGE (m:Migration {id: 'lock'})
SET m.lock = true
