// Neo4j 5.26 Community: a uniqueness constraint brings its index.
CREATE CONSTRAINT account_id IF NOT EXISTS FOR (a:Account) REQUIRE a.id IS UNIQUE;
// Few accounts have a label, and only those are in it.
CREATE INDEX account_label IF NOT EXISTS FOR (a:Account) ON (a.label);
CREATE CONSTRAINT event_id IF NOT EXISTS FOR (e:Event) REQUIRE e.id IS UNIQUE;
CREATE CONSTRAINT event_seq IF NOT EXISTS FOR (e:Event) REQUIRE e.seq IS UNIQUE;
CREATE CONSTRAINT transferred_id IF NOT EXISTS FOR ()-[t:TRANSFERRED]-() REQUIRE t.id IS UNIQUE;
// Its uniqueness follows from the lock of the sequence, so an index is enough.
CREATE INDEX transferred_seq IF NOT EXISTS FOR ()-[t:TRANSFERRED]-() ON (t.seq);
CREATE CONSTRAINT device_id IF NOT EXISTS FOR (i:Device) REQUIRE i.id IS UNIQUE;
CREATE CONSTRAINT ip_address_id IF NOT EXISTS FOR (i:IpAddress) REQUIRE i.id IS UNIQUE;
CREATE CONSTRAINT phone_id IF NOT EXISTS FOR (i:Phone) REQUIRE i.id IS UNIQUE;
CREATE CONSTRAINT email_id IF NOT EXISTS FOR (i:Email) REQUIRE i.id IS UNIQUE;
CREATE CONSTRAINT card_id IF NOT EXISTS FOR (i:Card) REQUIRE i.id IS UNIQUE;
CREATE CONSTRAINT address_id IF NOT EXISTS FOR (i:Address) REQUIRE i.id IS UNIQUE;
CREATE CONSTRAINT ring_id IF NOT EXISTS FOR (r:Ring) REQUIRE r.id IS UNIQUE;
CREATE CONSTRAINT party_id IF NOT EXISTS FOR (p:Party) REQUIRE p.id IS UNIQUE;
CREATE CONSTRAINT sequence_id IF NOT EXISTS FOR (s:Sequence) REQUIRE s.id IS UNIQUE;
CREATE CONSTRAINT migration_id IF NOT EXISTS FOR (m:Migration) REQUIRE m.id IS UNIQUE;
