import type { Summary } from './summary.ts';

/** The summary of a run for people: a few aligned lines. */
export function summaryText(summary: Summary): string {
  const { verdicts, latencyUs } = summary;
  const number = (value: number) => value.toLocaleString('en');
  const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
  const rows: [string, string][] = [
    [
      'transactions',
      `${number(summary.transactions)} decided, ${number(summary.deadLetters)} dead letters, ${number(summary.duplicates)} repeats`,
    ],
    [
      'decisions',
      `${number(verdicts.ALLOW)} allow, ${number(verdicts.REVIEW)} review, ${number(verdicts.REJECT)} reject`,
    ],
    ['alerts', `${number(summary.alerts)} on ${number(summary.rings)} rings and single accounts`],
  ];
  if (summary.transactionPrecision !== null && summary.transactionRecall !== null) {
    const { transactionPrecision, transactionRecall } = summary;
    rows.push([
      'labels',
      `${percent(transactionRecall)} of fraud flagged, ${percent(transactionPrecision)} of flags are fraud`,
    ]);
  }
  if (summary.ringsPlanted !== null && summary.ringsFound !== null) {
    const { ringsFound, ringsPlanted, falseRings, precision } = summary;
    rows.push([
      'rings',
      `${ringsFound} of ${ringsPlanted} planted found, ${falseRings ?? 0} false, ring precision ${percent(precision ?? 0)}`,
    ]);
  }
  if (summary.late > 0) {
    rows.push([
      'late',
      `${number(summary.late)} older than what the data folder has seen: scored outside of the window`,
    ]);
  }
  const speed = summary.throughputPerSecond;
  if (speed !== null)
    rows.push([
      'speed',
      `${number(speed)} transactions/s, ${latencyUs.p50} µs median and ${latencyUs.p99} µs p99 to score`,
    ]);
  if (summary.resumedFrom > 0)
    rows.push(['resumed', `${number(summary.resumedFrom)} records were finished by an earlier run`]);
  rows.push(['memory', `${number(summary.peakMemoryMiB)} MiB at its peak`]);
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}`).join('\n');
}
