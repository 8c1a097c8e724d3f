import { markdownTable } from '../write-table.ts';
import type { FeatureFigures } from './bench-features.ts';
import type { BatchFigures } from './stream-figures.ts';
import { streamNames } from './streams.ts';

/** The tables of docs/performance.md on the figures of one run. */
export function featuresPage(figures: FeatureFigures): string {
  const { machine, growthRun, allFamilies } = figures;
  const speed = streamNames.flatMap((name) => {
    const { batch1, batch128 } = figures.streams[name];
    return [batch1, batch128].map((batch) => speedRow(name, batch));
  });
  const reasons = streamNames.flatMap((name) => {
    const { equality } = figures.streams[name];
    if (equality === null) return [];
    const left = Object.values(equality.leftOut).map(String);
    return [[name, String(equality.rows), String(equality.cells), ...left, String(equality.unexplained)]];
  });
  return [
    markdownTable({
      head: [
        'stream',
        'batch',
        'transfers',
        'edges/CPU-s, limited',
        'yardstick',
        'ratio',
        'ratio, limited',
        'capped',
        'p99',
        'memory',
        'yardstick',
      ],
      rows: speed,
    }),
    `Growth over ${growthRun.transactions} transactions: ${growthRun.growth.toFixed(2)}; ${growthRun.bytesPerTransfer.toFixed(0)} bytes a transfer held (${growthRun.held} transfers, ${growthRun.accounts} accounts). All ${allFamilies.features} features of the registry: ${allFamilies.perCpuSecond} transactions/CPU-s.`,
    `Measured on ${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB, Node ${machine.node.slice(1)}.`,
    'Cells that differ from the yardstick at batch 1, by the reason that holds for that very cell:',
    markdownTable({
      head: ['stream', 'rows', 'cells', ...reasonNames(figures), 'unexplained'],
      rows: reasons,
    }),
  ].join('\n\n');
}

/** The reasons in the order of the figures, shortened to the numbers of the traps. */
function reasonNames(figures: FeatureFigures): string[] {
  const reasons = Object.keys(figures.streams.lowSkew.equality?.leftOut ?? {});
  return reasons.map((reason) => reason.replace(/^trap(\d).*/, 'trap $1'));
}

function speedRow(name: string, batch: BatchFigures): string[] {
  const ratio = (value: number | null) => (value === null ? 'not measured' : value.toFixed(2));
  const { yardstick } = batch;
  return [
    name,
    String(batch.batch),
    `${batch.edges}${yardstick?.complete === false ? ' (its time was over)' : ''}`,
    String(batch.edgesPerCpuSecond),
    yardstick === null ? 'not measured' : String(yardstick.edgesPerCpuSecond),
    ratio(batch.ratio),
    ratio(batch.ratioLimited),
    String(batch.capped),
    batch.p99Us === null ? '' : `${batch.p99Us.toFixed(0)} µs`,
    `${batch.peakMemoryMiB.toFixed(0)} MiB`,
    yardstick === null ? '' : `${yardstick.peakMemoryMiB.toFixed(0)} MiB`,
  ];
}
