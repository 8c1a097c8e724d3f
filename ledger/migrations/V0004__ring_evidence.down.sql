-- Audit entries of events that had evidence, a cause or a threshold do not verify any more: what they cover is gone.
drop table ring_tie;
drop table ring_transfer;
drop index ring_closed;
alter table alert drop column threshold;
alter table alert_event drop column threshold, drop column cause;
alter table ring_event drop column cause, drop column transfers, drop column ties, drop column retracted;
update ring set suspicion = folded.suspicion, transfer_count = folded.transfer_count
  from (select ring_id, max(suspicion) as suspicion, sum(transfers_added) as transfer_count from ring_event group by ring_id)
    folded
  where folded.ring_id = ring.id;
