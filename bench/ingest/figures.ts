import { machine } from '../machine.ts';

/** What `anel bench ingest` prints. */
export interface IngestFigures {
  readonly store: string;
  readonly source: string;
  /** Whether the transfers had identifiers. */
  readonly identifiers: boolean;
  /** Transfers that were written through the pipeline, and as many by the bare driver. */
  readonly transfers: number;
  /** Decoded, validated, looked up by id, numbered and committed. */
  readonly transfersPerSecond: number;
  readonly bareDriverPerSecond: number;
  readonly ratio: number;
  /** The ratio of each round, in their order: how steady the machine was. */
  readonly roundRatios: readonly number[];
  /** CPU time of this process alone, for one transfer. */
  readonly cpuUsPerTransfer: number;
  readonly bareCpuUsPerTransfer: number;
  readonly machine: ReturnType<typeof machine>;
}

/** What one side did in one round. */
export interface Round {
  readonly transfers: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Both sides over all rounds that count. */
export function compare(
  ours: readonly Round[],
  bare: readonly Round[],
): Omit<IngestFigures, 'store' | 'source' | 'identifiers'> {
  const [our, their] = [sum(ours), sum(bare)];
  const speed = ({ transfers, seconds }: Round) => transfers / seconds;
  const cpuUs = ({ transfers, cpuSeconds }: Round) => rounded((cpuSeconds * 1e6) / transfers, 1);
  return {
    transfers: our.transfers,
    transfersPerSecond: Math.round(speed(our)),
    bareDriverPerSecond: Math.round(speed(their)),
    ratio: rounded(speed(our) / speed(their)),
    roundRatios: ours.map((round, index) => rounded(speed(round) / speed(bare[index] ?? round))),
    cpuUsPerTransfer: cpuUs(our),
    bareCpuUsPerTransfer: cpuUs(their),
    machine: machine(),
  };
}

/** Runs a task that answers how many transfers it wrote since its clock started; `start` is given to it to say when that is. */
export async function timeRound(task: (start: () => void) => Promise<number>): Promise<Round> {
  let cpu = process.cpuUsage();
  let startMs = performance.now();
  const transfers = await task(() => {
    cpu = process.cpuUsage();
    startMs = performance.now();
  });
  const seconds = (performance.now() - startMs) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { transfers, seconds, cpuSeconds: (user + system) / 1e6 };
}

function sum(rounds: readonly Round[]): Round {
  return rounds.reduce((all, round) => ({
    transfers: all.transfers + round.transfers,
    seconds: all.seconds + round.seconds,
    cpuSeconds: all.cpuSeconds + round.cpuSeconds,
  }));
}

const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));
