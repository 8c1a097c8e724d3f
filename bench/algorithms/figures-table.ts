import { figureText, type Table } from '../write-table.ts';
import type { AlgorithmFigures } from './bench-algorithms.ts';

/** The figures as docs/performance.md shows them: CPU seconds, and ratios in the direction that their head says. */
export function figuresTable(figures: AlgorithmFigures): Table {
  const leiden = Object.entries(figures.nativeLeiden ?? {}).map(([name, run]) => [
    `Leiden of ${name}, modularity ${figureText(run.modularity)}`,
    figureText(run.seconds),
    '',
    '',
  ]);
  const row = (
    what: string,
    seconds: number | null,
    vsNative: number | null,
    vsGraphology: number | null,
  ) => [
    what,
    figureText(seconds),
    vsNative === null ? '' : figureText(vsNative),
    vsGraphology === null ? '' : figureText(vsGraphology),
  ];
  return {
    head: ['kernel', 'CPU seconds', 'ours / native (less is better)', 'graphology / ours (more is better)'],
    rows: [
      row(
        'connected components',
        figures.componentsSeconds,
        figures.componentsVsNetworkit,
        figures.componentsVsGraphology,
      ),
      row(
        'strongly connected components',
        figures.strongComponentsSeconds,
        figures.strongComponentsVsNetworkit,
        null,
      ),
      row('the same on a chain of 1,000,000', figures.sccChain1000000Seconds, null, null),
      row('PageRank', figures.pagerankSeconds, figures.pagerankVsNetworkit, figures.pagerankVsGraphology),
      row(
        `Louvain, modularity ${figureText(figures.louvainModularity)}`,
        figures.louvainSeconds,
        null,
        figures.louvainVsGraphology,
      ),
      row(
        `Leiden, modularity ${figureText(figures.leidenModularity)}`,
        figures.leidenSeconds,
        figures.leidenVsBest,
        null,
      ),
      ...leiden,
      row(
        `Leiden after 1 % of changed edges, modularity ${figureText(figures.warmLeidenModularity)} (cold ${figureText(figures.coldLeidenModularity)})`,
        figures.warmLeidenSeconds,
        null,
        null,
      ),
    ],
  };
}
