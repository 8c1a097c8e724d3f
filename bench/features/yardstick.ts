import { packagePath } from '../../base/package-root.ts';
import { runJson } from '../yardsticks/run-json.ts';

/** What the yardstick's runner prints: see graph_feature_preprocessor.py. */
export interface YardstickFigures {
  readonly edges: number;
  readonly complete: boolean;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly cpuP50Us: number;
  readonly cpuP99Us: number;
  readonly p99Us: number;
  readonly peakMemoryMiB: number;
  readonly version: string;
}

export interface YardstickRun {
  readonly edgesFile: string;
  readonly configFile: string;
  readonly batch: number;
  readonly limit?: number;
  readonly secondsMax: number;
  /** Where its columns go. */
  readonly out?: string;
}

/** Runs the Graph Feature Preprocessor over a file of transfers, in a process of its own. */
export function runYardstick(python: string, run: YardstickRun): Promise<YardstickFigures> {
  const { edgesFile, configFile, batch, limit, secondsMax, out } = run;
  return runJson<YardstickFigures>(python, [
    packagePath('bench', 'yardsticks', 'graph_feature_preprocessor.py'),
    edgesFile,
    configFile,
    '--batch',
    String(batch),
    '--seconds-max',
    String(secondsMax),
    ...(limit === undefined ? [] : ['--limit', String(limit)]),
    ...(out === undefined ? [] : ['--out', out]),
  ]);
}
