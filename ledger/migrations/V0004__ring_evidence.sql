-- What speaks for a ring, why it changed, and how far an alert was escalated. Rows of before have the defaults: no evidence was kept.

alter table ring_event
  add column cause text not null default 'FLAGGED_TRANSFER',
  -- [[seq, transactionId, at, from, to, amountMinor, currency, referenceCents, score], ...]
  add column transfers jsonb not null default '[]',
  -- [[kind, identifier, first account, second account, strength, weight, at], ...]
  add column ties jsonb not null default '[]',
  add column retracted bigint[] not null default '{}';

alter table alert_event
  add column threshold double precision not null default 0,
  add column cause text;
alter table alert add column threshold double precision not null default 0;

-- The suspicion of a ring is that of its last event now; it was the highest of all before.
update ring set suspicion = last.suspicion
  from (select distinct on (ring_id) ring_id, suspicion from ring_event order by ring_id, seq desc, ordinal desc) last
  where last.ring_id = ring.id;

-- Closed rings by their last news: those that may be opened again are read at a start.
create index ring_closed on ring (last_at, id) where status = 'CLOSED';

-- The present evidence of rings: like ring and ring_member a fold of ring_event.
create table ring_transfer (
  ring_id text not null,
  seq bigint not null,
  transaction_id text not null,
  at bigint not null,
  from_account text not null,
  to_account text not null,
  amount_minor bigint not null,
  currency text not null,
  reference_cents bigint not null,
  score double precision not null,
  primary key (ring_id, seq)
);
create index ring_transfer_seq on ring_transfer (seq);

-- One row a ring, kind, identifier and pair of accounts. No key says so: these texts may be longer together than a key may be.
create table ring_tie (
  ring_id text not null,
  kind text not null,
  identifier text not null,
  first_account text not null,
  second_account text not null,
  strength text not null,
  weight double precision not null,
  at bigint not null
);
create index ring_tie_ring on ring_tie (ring_id);
