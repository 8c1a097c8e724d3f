-- One active scorer: who holds the lease, and the epoch that fences off every one before it.

-- Rises with every taking of the lease. Each commit of a scorer compares it with its own, under the lock of this row.
alter table ledger_state add column epoch bigint not null default 0;
-- Tells this ledger from every other one: message ids count from 1 in each.
alter table ledger_state add column ledger_id uuid not null default gen_random_uuid();

-- One row, in a table of its own so that a renewal never waits behind a commit.
create table lease (
  id smallint primary key default 1 check (id = 1),
  -- Null when nobody holds it.
  holder text,
  epoch bigint not null default 0,
  -- By the clock of this server: the one clock that all machines share.
  ends_at timestamptz not null default '-infinity'
);
insert into lease default values;
