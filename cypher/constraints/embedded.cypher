// The embedded store looks a node up by an index only: a constraint alone is none. Indexes must exist before the data.
// It takes neither constraints nor indexes on relationships.
CREATE INDEX account_id IF NOT EXISTS FOR (a:Account) ON (a.id);
CREATE INDEX account_label IF NOT EXISTS FOR (a:Account) ON (a.label);
CREATE INDEX event_id IF NOT EXISTS FOR (e:Event) ON (e.id);
CREATE INDEX event_seq IF NOT EXISTS FOR (e:Event) ON (e.seq);
CREATE INDEX device_id IF NOT EXISTS FOR (i:Device) ON (i.id);
CREATE INDEX ip_address_id IF NOT EXISTS FOR (i:IpAddress) ON (i.id);
CREATE INDEX phone_id IF NOT EXISTS FOR (i:Phone) ON (i.id);
CREATE INDEX email_id IF NOT EXISTS FOR (i:Email) ON (i.id);
CREATE INDEX card_id IF NOT EXISTS FOR (i:Card) ON (i.id);
CREATE INDEX address_id IF NOT EXISTS FOR (i:Address) ON (i.id);
CREATE INDEX ring_id IF NOT EXISTS FOR (r:Ring) ON (r.id);
CREATE INDEX party_id IF NOT EXISTS FOR (p:Party) ON (p.id);
CREATE INDEX sequence_id IF NOT EXISTS FOR (s:Sequence) ON (s.id);
CREATE INDEX migration_id IF NOT EXISTS FOR (m:Migration) ON (m.id);
