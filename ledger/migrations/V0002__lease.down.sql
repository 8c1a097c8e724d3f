drop table lease;
alter table ledger_state drop column epoch, drop column ledger_id;
