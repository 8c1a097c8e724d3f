-- What travelled beside the bytes of a message, and how long messages wait for their publisher.

-- The key of the message; null when it had none, or no envelope.
alter table dead_letter add column key bytea;
-- [[name, base64 of the value], ...] in the order of the message; null when the record had no envelope, as in a file.
-- json rather than jsonb: it keeps every name, also one with a zero byte.
alter table dead_letter add column headers json;

-- When it was written, epoch milliseconds. What waits already counts from now on.
alter table outbox add column at bigint not null default (extract(epoch from clock_timestamp()) * 1000)::bigint;
alter table outbox alter column at drop default;
