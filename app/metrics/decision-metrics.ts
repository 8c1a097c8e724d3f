import type { CommitListener } from '../engine/engine.ts';
import { scoreBucketsSeconds } from './buckets.ts';
import type { MetricCatalogue } from './metric-catalogue.ts';

/** Declares what was decided and refused, and answers the listener for commits of the engine. */
export function decisionMetrics(catalogue: MetricCatalogue): CommitListener {
  catalogue.section('Decisions');
  const decisions = catalogue.counter('anel_decisions_total', 'Decisions: ALLOW, REVIEW or REJECT', [
    'verdict',
  ]);
  const late = catalogue.counter(
    'anel_late_decisions_total',
    'Decisions about transactions that came later than session.allowedLatenessMs',
  );
  const seconds = catalogue.histogram(
    'anel_score_seconds',
    'From the start of the features of one transaction to its decision',
    scoreBucketsSeconds,
  );
  const alerts = catalogue.counter('anel_alerts_total', 'Alerts that were raised');
  const ringEvents = catalogue.counter('anel_ring_events_total', 'Changes of rings, by kind and cause', [
    'kind',
    'cause',
  ]);
  const alertEvents = catalogue.counter('anel_alert_events_total', 'Changes of alerts, by kind', ['kind']);
  const duplicates = catalogue.counter(
    'anel_duplicates_total',
    'Events that were stored before and changed nothing',
  );
  const deadLetters = catalogue.counter(
    'anel_dead_letters_total',
    'Records that were refused, by the code of docs/errors.md',
    ['code'],
  );
  return (outcome) => {
    for (const { verdict, late: isLate, latencyUs } of outcome.decisions) {
      decisions.inc({ verdict });
      if (isLate) late.inc();
      seconds.observe(latencyUs / 1e6);
    }
    for (const { kind, cause } of outcome.ringEvents) ringEvents.inc({ kind, cause });
    for (const { kind } of outcome.alertEvents) {
      alertEvents.inc({ kind });
      if (kind === 'RAISED') alerts.inc();
    }
    for (const { status } of outcome.outcomes) if (status === 'duplicate') duplicates.inc();
    for (const { code } of outcome.deadLetters) deadLetters.inc({ code });
  };
}
