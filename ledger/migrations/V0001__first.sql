-- The ledger of Anel. Times are epoch milliseconds; `seq` is the place of an event in the log that orders everything.
-- Facts are append-only; ring, ring_member and alert are folds of their events.

-- One row: the end of the ledger. Every commit locks it first, so writers never interleave.
create table ledger_state (
  id smallint primary key default 1 check (id = 1),
  last_seq bigint not null default 0,
  -- The journal holds events from this number on.
  journal_from bigint not null default 1,
  audit_number bigint not null default 0,
  audit_hash bytea not null default '\x',
  -- Digest of the last commit's content: a retry of a commit whose answer was lost is recognised by it.
  audit_digest bytea not null default '\x',
  decisions bigint not null default 0,
  allowed bigint not null default 0,
  reviewed bigint not null default 0,
  rejected bigint not null default 0,
  alerts bigint not null default 0,
  rings bigint not null default 0,
  dead_letters bigint not null default 0
);
insert into ledger_state default values;

create table scoring_version (
  id integer primary key,
  feature_set_hash text not null,
  model_hash text not null,
  rule_set_hash text not null,
  unique (feature_set_hash, model_hash, rule_set_hash)
);

create table decision (
  seq bigint primary key,
  at bigint not null,
  seen_at bigint not null,
  amount_minor bigint not null,
  score double precision not null,
  version_id integer not null,
  latency_us double precision not null,
  late boolean not null,
  transaction_id text not null unique,
  from_account text not null,
  to_account text not null,
  currency text not null,
  verdict text not null check (verdict in ('ALLOW', 'REVIEW', 'REJECT')),
  ring_id text,
  alert_id text,
  reasons text[] not null,
  -- float64, little-endian, in the order of the feature set.
  features bytea not null
);
create index decision_from on decision (from_account, seq);
create index decision_to on decision (to_account, seq);

-- The events that the graph store may not have on disk yet: one row a commit, a JSON array in sequence order.
create table journal (
  first_seq bigint primary key,
  last_seq bigint not null,
  events bytea not null
);
-- Compressing costs more CPU than the short-lived bytes are worth.
alter table journal alter column events set storage external;

create table ring_event (
  seq bigint not null,
  ordinal integer not null,
  audit_number bigint not null,
  ring_id text not null,
  kind text not null,
  at bigint not null,
  typology text not null,
  suspicion double precision not null,
  -- [[account, role, sinceSeq, sinceAt], ...]
  joined jsonb not null,
  left_accounts text[] not null,
  other_ring_id text,
  transfers_added bigint not null,
  primary key (seq, ordinal)
);
create index ring_event_ring on ring_event (ring_id, seq, ordinal);
create index ring_event_audit on ring_event (audit_number);

create table ring (
  id text primary key,
  status text not null,
  typology text not null,
  suspicion double precision not null,
  born_seq bigint not null,
  born_ordinal integer not null,
  born_at bigint not null,
  last_seq bigint not null,
  last_at bigint not null,
  transfer_count bigint not null,
  merged_into text,
  -- How often a member joined in all: gives places to members.
  joins bigint not null
);
create index ring_newest on ring (last_seq desc, id desc);
create index ring_alive on ring (born_seq, born_ordinal) where status in ('OPEN', 'DORMANT');

create table ring_member (
  ring_id text not null,
  account text not null,
  -- Orders the members of a ring: the number of joins before this one.
  place bigint not null,
  role text not null,
  since_seq bigint not null,
  since_at bigint not null,
  primary key (ring_id, account)
);
create index ring_member_account on ring_member (account);

create table alert_event (
  seq bigint not null,
  ordinal integer not null,
  audit_number bigint not null,
  alert_id text not null,
  kind text not null,
  at bigint not null,
  ring_id text,
  account text not null,
  transaction_id text,
  score double precision not null,
  reasons text[] not null,
  reference_cents bigint not null,
  other_alert_id text,
  primary key (seq, ordinal)
);
create index alert_event_alert on alert_event (alert_id, seq, ordinal);
create index alert_event_audit on alert_event (audit_number);

create table alert (
  id text primary key,
  status text not null,
  ring_id text,
  account text not null,
  score double precision not null,
  reasons text[] not null,
  raised_seq bigint not null,
  raised_ordinal integer not null,
  raised_at bigint not null,
  last_seq bigint not null,
  last_at bigint not null,
  transaction_count bigint not null,
  reference_cents bigint not null,
  merged_into text
);
create index alert_newest on alert (raised_seq desc, id desc);
create index alert_ring on alert (ring_id, raised_seq desc, id desc);
create index alert_open on alert (raised_seq, raised_ordinal) where status = 'OPEN';

create table label (
  id text primary key,
  audit_number bigint not null,
  subject text not null,
  subject_id text not null,
  value text not null,
  at bigint not null,
  seen_at bigint not null,
  author text not null
);
create index label_subject on label (subject, subject_id, seen_at, id);
create index label_audit on label (audit_number);

create table dead_letter (
  source text not null,
  position bigint not null,
  audit_number bigint not null,
  code text not null,
  message text not null,
  raw bytea not null,
  primary key (source, position)
);
create index dead_letter_audit on dead_letter (audit_number);

create table source_position (
  source text primary key,
  position bigint not null
);

-- One entry a commit that wrote facts. hash = SHA-256 over the entry and the hash of the one before.
create table audit (
  number bigint primary key,
  -- The sequence numbers of the commit's events; last = first - 1 when it had none.
  first_seq bigint not null,
  last_seq bigint not null,
  facts bigint not null,
  at bigint not null,
  events_digest bytea not null,
  digest bytea not null,
  previous bytea not null,
  hash bytea not null
);

create table outbox (
  id bigint generated always as identity primary key,
  topic text not null,
  key text not null,
  payload text not null
);
