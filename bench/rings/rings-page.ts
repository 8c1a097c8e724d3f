import { markdownTable } from '../write-table.ts';
import type { RingBenchFigures, RingFigures } from './bench-rings.ts';

/** The figures as a page of Markdown that also reads well in a terminal: one column for each ratio of look-alikes. */
export function ringsPage(figures: RingBenchFigures): string {
  const { byLookAlikes, streams, machine } = figures;
  const { seeds, transactions, accounts, rings } = streams;
  const ratios = byLookAlikes.map(({ lookAlikes }) => `${lookAlikes} to 1`);
  const number = (value: number) => value.toLocaleString('en');
  return [
    markdownTable({ head: ['look-alikes', ...ratios], rows: rows(byLookAlikes) }).trimEnd(),
    `Streams for each ratio: ${seeds.length} (seeds ${seeds.join(', ')}), each of ${number(transactions)} transfers among ${number(accounts)} accounts with ${number(rings)} rings.`,
    `Measured on ${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB, Node ${machine.node.slice(1)}.`,
    'Recall by typology:',
    markdownTable({ head: ['typology', ...ratios], rows: typologyRows(byLookAlikes) }).trimEnd(),
  ].join('\n\n');
}

function rows(all: readonly RingFigures[]): string[][] {
  const row = (name: string, cell: (figures: RingFigures) => string) => [name, ...all.map(cell)];
  return [
    row('recall', ({ recall, found, planted }) => `${percent(recall)} (${found} of ${planted})`),
    row(
      'precision',
      ({ precision, tracked, falseRings }) => `${percent(precision)} (${falseRings} of ${tracked} are false)`,
    ),
    row('rings with an alert', ({ alertedShare }) => percent(alertedShare)),
    row('money moved before the first alert, median', (figures) =>
      percent(figures.medianMoneyMovedBeforeAlert),
    ),
    row('the same, 90th percentile', (figures) => percent(figures.p90MoneyMovedBeforeAlert)),
    row('transfers before the first alert, median', (figures) => percent(figures.medianTransfersBeforeAlert)),
    row('the same, 90th percentile', (figures) => percent(figures.p90TransfersBeforeAlert)),
    row('alerts per 10,000 transfers', ({ alertsPer10000 }) => alertsPer10000.toFixed(1)),
    row('flagged transfers that are fraud', ({ transactionPrecision }) => percent(transactionPrecision)),
    row('fraudulent transfers that are flagged', ({ transactionRecall }) => percent(transactionRecall)),
  ];
}

function typologyRows(all: readonly RingFigures[]): string[][] {
  const names = new Set(all.flatMap(({ recallByTypology }) => Object.keys(recallByTypology)));
  return [...names]
    .sort()
    .map((name) => [name, ...all.map(({ recallByTypology }) => percent(recallByTypology[name] ?? null))]);
}

function percent(share: number | null): string {
  return share === null ? 'none' : `${(share * 100).toFixed(1)} %`;
}
