import { cpus, totalmem } from 'node:os';

/** The machine that a benchmark ran on: figures of two machines compare by ratio only. */
export function machine(): {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
} {
  const all = cpus();
  return {
    cpu: all[0]?.model ?? 'unknown',
    cores: all.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}
