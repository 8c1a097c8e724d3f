import { Metrics } from '../../app/metrics/metrics.ts';
import { systemClock } from '../../base/clock.ts';
import { tableText } from './table-text.ts';

const introduction = `# Metrics

Made from \`app/metrics/\` by \`npm run docs\`; a test compares the two.

\`anel serve\` answers \`/metrics\` in the Prometheus text format, on the port of the API. A metric of a part that is not there, or that
did not answer within two seconds, has no samples: a number that is not known is absent, not zero. Counters begin at zero with the process.

Beside the metrics below there are those that every Node process has, under their usual names (\`process_cpu_seconds_total\`,
\`process_resident_memory_bytes\`, \`nodejs_eventloop_lag_seconds\`, \`nodejs_gc_duration_seconds\` and so on).

What to watch, for example:

- \`anel_consumer_lag_records\` rises and does not fall again: more comes than is decided. \`anel_stage_seconds\` says which stage is slow.
- \`anel_outbox_age_seconds\` above some seconds: decisions are made but not published.
- \`sum(anel_scorer_active)\` over all processes is not 1 for longer than \`ledger.leaseMs\`: nobody scores.
- \`anel_stage_retries_total\` rises: a store does not answer; the label \`code\` says which.
- \`anel_window_transfers\` comes near \`session.transfersMax\`: the session will refuse more.
`;

/** The text of docs/metrics.md: every metric of our own, a table per section. */
export function metricsPage(): string {
  const { entries } = new Metrics({ version: '', clock: systemClock });
  const sections = [...new Set(entries.map(({ section }) => section))];
  const tables = sections.map((title) => {
    const rows = entries.filter(({ section }) => section === title);
    const cells = rows.map(({ name, type, labels, help }) => [
      `\`${name}\``,
      type,
      labels.map((label) => `\`${label}\``).join(', '),
      help,
    ]);
    return `## ${title}\n\n${tableText(['metric', 'type', 'labels', 'meaning'], cells)}\n`;
  });
  return `${introduction}\n${tables.join('\n')}`;
}
