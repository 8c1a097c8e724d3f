drop table outbox, audit, source_position, dead_letter, label, alert, alert_event, ring_member, ring, ring_event, journal,
  decision, scoring_version, ledger_state;
