import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { packagePath } from '../../base/package-root.ts';
import { Random } from '../../base/random.ts';
import type { EdgeColumns } from '../../graph/csr.ts';
import { csrFromEdges } from '../csr.ts';
import { plantedEdges } from '../planted-edges.ts';
import { InThreadExecutor } from './in-thread-executor.ts';
import { describeKernelRunner } from './kernel-runner.contract.ts';
import type { RunnerLimits } from './kernel-runner.ts';
import { kernels as shipped } from './kernels.ts';
import { openInThreadRunner, openWorkerRunner } from './open-runner.ts';
import { QueuedRunner } from './queued-runner.ts';
import { kernels } from './test-kernels.samples.ts';
import { WorkerExecutor } from './worker-executor.ts';

const kernelsUrl = new URL('./test-kernels.samples.ts', import.meta.url);
const limits: RunnerLimits = { memoryMaxMiB: 1024, waitingMax: 10 };

const inThread = (given: RunnerLimits) => new QueuedRunner(kernels, new InThreadExecutor(kernels), given);
const inWorker = (given: RunnerLimits) => new QueuedRunner(kernels, new WorkerExecutor(kernelsUrl), given);

describeKernelRunner('a runner in this thread', inThread);
describeKernelRunner('a runner with a worker thread', inWorker);

const columnsOf = (
  nodeCount: number,
  edges: readonly (readonly [number, number, number])[],
): EdgeColumns => ({
  nodeCount,
  sources: Int32Array.from(edges, ([source]) => source),
  targets: Int32Array.from(edges, ([, target]) => target),
  weights: Float64Array.from(edges, ([, , weight]) => weight),
});

const csrOf = ({ nodeCount, sources, targets, weights }: EdgeColumns) =>
  csrFromEdges(nodeCount, sources, targets, weights);

describe('the worker thread', () => {
  const graph = () => csrOf(columnsOf(2, [[0, 1, 1]]));

  test('leaves this thread free while a kernel runs', async () => {
    const runner = inWorker(limits);
    const aborting = new AbortController();
    const job = runner.run('endless', graph(), {}, { signal: aborting.signal });
    let turns = 0;
    await new Promise<void>((resolve) => {
      const turn = () => {
        turns += 1;
        if (turns < 100) setImmediate(turn);
        else resolve();
      };
      turn();
    });
    aborting.abort();
    await expect(job).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await runner.close();
  });

  test('that ends by itself fails its job alone: what waits runs in a new one', async () => {
    const runner = inWorker(limits);
    const ended = runner.run('ending', graph(), { exitCode: 3 });
    const next = runner.run('echo', graph(), { mark: 5 });
    await expect(ended).rejects.toMatchObject({
      code: 'ALGORITHM_FAILED',
      message:
        'run "ending": the worker thread ended with code 3; run it again, which starts another thread, with more memory if that was missing',
    });
    expect((await next).mark).toBe(5);
    await runner.close();
  });

  test('answers what goes wrong with a result, and goes on', async () => {
    const runner = inWorker(limits);
    const job = runner.run('unsendable', graph(), {} as never);
    await expect(job).rejects.toThrow('could not be cloned');
    expect((await runner.run('echo', graph(), { mark: 1 })).mark).toBe(1);
    await runner.close();
  });

  test('whose kernels cannot be loaded fails every job', async () => {
    const executor = new WorkerExecutor(new URL('no-such-kernels.ts', kernelsUrl));
    const runner = new QueuedRunner(kernels, executor, limits);
    for (const mark of [1, 2]) {
      await expect(runner.run('echo', graph(), { mark })).rejects.toMatchObject({
        code: 'ALGORITHM_FAILED',
        message: expect.stringContaining('no-such-kernels.ts'),
      });
    }
    await runner.close();
  });

  test('keeps the process alive while a job runs and not after it', async () => {
    const script = packagePath('algorithms', 'worker', 'unclosed-runner.child.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.on('data', (data: Buffer) => {
      printed += data.toString();
    });
    const [exitCode] = await once(child, 'close');
    expect([exitCode, printed]).toEqual([0, 'components 2\n']);
  });
});

describe('the kernels that ship', () => {
  const runners = [openInThreadRunner(limits), openWorkerRunner(limits)];
  afterAll(async () => {
    for (const runner of runners) await runner.close();
  });

  const ranking = { damping: 0.85, tolerance: 1e-9, iterationsMax: 50 };
  const structure = { seed: 3, resolution: 1, ...ranking };
  const ofEdges = new Set(['structure', 'partition', 'given-partition', 'exact-measures']);
  const runs = [
    ['components', {}],
    ['strong-components', {}],
    ['label-propagation', { seed: 3 }],
    ['leiden', { seed: 3, roundsMax: 2 }],
    ['louvain', { seed: 3, resolution: 1.2 }],
    ['pagerank', ranking],
    [
      'given-partition',
      { labels: Int32Array.from({ length: 600 }, (_, node) => (node % 7) - 1), resolution: 1 },
    ],
    ['partition', { algorithm: 'leiden', seed: 3, resolution: 1 }],
    ['exact-measures', { ...ranking, communities: Int32Array.of(0, 0, 1), components: Int32Array.of(0, -1) }],
    ['structure', { ...structure, algorithm: 'louvain' }],
    ['structure', { ...structure, algorithm: 'leiden' }],
  ] as const;

  const edge = fc.tuple(fc.nat(9), fc.nat(9), fc.integer({ min: 1, max: 4 }));

  test('are all here', () => {
    expect(new Set(runs.map(([name]) => name))).toEqual(new Set(Object.keys(shipped)));
  });

  test.each(runs)(
    '%s: the same bits in a worker, in this thread and called directly',
    async (name, settings) => {
      const check = async (edges: EdgeColumns) => {
        const make = () => (ofEdges.has(name) ? structuredClone(edges) : csrOf(edges)) as never;
        const direct = shipped[name].run(make(), settings as never, {});
        for (const runner of runners) {
          expect(await runner.run(name, make(), settings as never)).toEqual(direct);
        }
      };
      await fc.assert(
        fc.asyncProperty(fc.array(edge, { maxLength: 30 }), async (edges) => check(columnsOf(10, edges))),
        { numRuns: 25 },
      );
      const random = new Random(11);
      await check(plantedEdges({ nodeCount: 600, edgeCount: 4000, groups: 12, insideShare: 0.8, random }));
    },
  );
});
