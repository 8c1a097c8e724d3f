import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { AssertionError } from '../../base/assert.ts';
import { AnelError } from '../../base/errors.ts';
import type { Csr } from '../../graph/csr.ts';
import { csrFromEdges } from '../csr.ts';
import type { KernelRunner, RunnerLimits } from './kernel-runner.ts';
import type { kernels } from './test-kernels.samples.ts';

const triangle = () =>
  csrFromEdges(3, Int32Array.of(0, 1, 2), Int32Array.of(1, 2, 0), Float64Array.of(1, 2, 3));

const limits: RunnerLimits = { memoryMaxMiB: 4, waitingMax: 3 };

/** What every runner promises, on the kernels of `test-kernels.samples.ts`. */
export function describeKernelRunner(
  name: string,
  make: (limits: RunnerLimits) => KernelRunner<typeof kernels>,
): void {
  describe(name, () => {
    const opened: KernelRunner<typeof kernels>[] = [];
    const open = (changed: Partial<RunnerLimits> = {}) => {
      const runner = make({ ...limits, ...changed });
      opened.push(runner);
      return runner;
    };
    afterEach(async () => {
      for (const runner of opened.splice(0)) await runner.close();
    });
    const echo = (runner: KernelRunner<typeof kernels>, mark: number) =>
      runner.run('echo', triangle(), { mark }).then((result) => result.mark);
    const codeOf = (job: Promise<unknown>) =>
      job.then(
        () => 'done',
        (error: unknown) => (error instanceof AnelError ? error.code : error),
      );

    test('answers what the kernel answers, on the graph that it was given', async () => {
      expect(await open().run('echo', triangle(), { mark: 7 })).toEqual({ ...triangle(), mark: 7 });
    });

    test('moves the arrays of the graph, and shares those that lie in shared memory', async () => {
      const graph = triangle();
      const weights = new Float64Array(new SharedArrayBuffer(24));
      weights.set(graph.weights);
      const mixed: Csr = { ...graph, weights };
      const job = open().run('echo', mixed, { mark: 1 });
      expect([mixed.offsets.length, mixed.targets.length]).toEqual([0, 0]);
      const result = await job;
      expect({ ...result, weights: [...result.weights] }).toEqual({
        ...triangle(),
        weights: [1, 2, 3],
        mark: 1,
      });
      expect([...weights]).toEqual([1, 2, 3]);
    });

    test('runs jobs in the order in which they came', async () => {
      const runner = open();
      const ended: number[] = [];
      const marks = [1, 2, 3, 4];
      await Promise.all(marks.map((mark) => echo(runner, mark).then((done) => ended.push(done))));
      expect(ended).toEqual(marks);
    });

    test('reports progress of each step, in order, before the result', async () => {
      const shares: number[] = [];
      const onProgress = (step: string, share: number) => {
        expect(step).toBe('counting');
        shares.push(share);
      };
      const result = await open().run('steps', triangle(), { steps: 4 }, { onProgress });
      expect([result, shares]).toEqual([4, [0, 0.25, 0.5, 0.75]]);
    });

    test('ends a running job at a checkpoint when its signal is aborted, and goes on with the next', async () => {
      const runner = open();
      const aborting = new AbortController();
      let reports = 0;
      const onProgress = () => {
        reports += 1;
        if (reports === 3) aborting.abort();
      };
      const job = runner.run('endless', triangle(), {}, { onProgress, signal: aborting.signal });
      const next = echo(runner, 2);
      expect(await codeOf(job)).toBe('INTERRUPTED');
      expect(reports).toBeGreaterThanOrEqual(3);
      expect(await next).toBe(2);
    });

    test('ends a running job with what its progress listener throws', async () => {
      const runner = open();
      const onProgress = () => {
        throw new RangeError('the listener failed');
      };
      const job = runner.run('endless', triangle(), {}, { onProgress });
      const next = echo(runner, 2);
      await expect(job).rejects.toThrow('the listener failed');
      expect(await next).toBe(2);
    });

    test('takes a waiting job out at once when its signal is aborted', async () => {
      const runner = open();
      const [ending, aborting] = [new AbortController(), new AbortController()];
      const first = runner.run('endless', triangle(), {}, { onProgress: () => {}, signal: ending.signal });
      const waiting = runner.run('steps', triangle(), { steps: 1 }, { signal: aborting.signal });
      const last = echo(runner, 3);
      aborting.abort();
      ending.abort();
      expect(await codeOf(waiting)).toBe('INTERRUPTED');
      expect(await codeOf(first)).toBe('INTERRUPTED');
      expect(await last).toBe(3);
    });

    test('refuses a job whose signal was aborted before, and leaves its graph alone', async () => {
      const graph = triangle();
      const signal = AbortSignal.abort();
      expect(await codeOf(open().run('steps', graph, { steps: 1 }, { signal }))).toBe('INTERRUPTED');
      expect(graph).toEqual(triangle());
    });

    test('refuses more waiting jobs than the limit, and takes them again when there is room', async () => {
      const runner = open({ waitingMax: 2 });
      const taken = [1, 2, 3].map((mark) => echo(runner, mark));
      await expect(echo(runner, 4)).rejects.toMatchObject({
        code: 'LIMIT_EXCEEDED',
        message:
          'run "echo": 2 jobs wait and configuration key "algorithms.waitingMax" is 2; try again when one has ended',
      });
      expect(await Promise.all(taken)).toEqual([1, 2, 3]);
      expect(await echo(runner, 6)).toBe(6);
    });

    test('refuses a job that needs more memory than the limit by its estimate, and leaves its graph alone', async () => {
      const runner = open({ memoryMaxMiB: 3 });
      const graph = triangle();
      await expect(runner.run('sized', graph, {} as never)).rejects.toMatchObject({
        code: 'ALGORITHM_TOO_LARGE',
        message:
          'run "sized" on 3 accounts and 3 edges: it needs about 4 MiB and configuration key "algorithms.memoryMaxMiB" is 3; raise it, or take a smaller graph',
      });
      expect(graph).toEqual(triangle());
      expect(await open({ memoryMaxMiB: 4 }).run('sized', graph, {} as never)).toBe(3);
    });

    test('answers the errors of a kernel as they were thrown', async () => {
      const runner = open();
      const fail = (kind: 'anel' | 'assertion' | 'range' | 'text') =>
        runner.run('failing', triangle(), { kind }).catch((error: unknown) => error);
      const anel = await fail('anel');
      expect(anel).toBeInstanceOf(AnelError);
      expect(anel).toMatchObject({
        code: 'INPUT_INVALID',
        message: 'the resolution "-1" is negative',
        details: { at: 3 },
        cause: { name: 'RangeError', message: 'too far' },
      });
      expect(String(await fail('anel'))).toBe('AnelError: the resolution "-1" is negative');
      const assertion = await fail('assertion');
      expect(assertion).toBeInstanceOf(AssertionError);
      expect(String(assertion)).toBe('AssertionError: impossible state: a node without a number');
      expect(String(await fail('range'))).toBe('RangeError: Invalid typed array length: -1');
      expect(String(await fail('text'))).toMatch('only a text');
      expect(await echo(runner, 1)).toBe(1);
    });

    test('closed, it ends what runs and refuses what waits and comes', async () => {
      const runner = open();
      const running = codeOf(runner.run('endless', triangle(), {}));
      const waiting = codeOf(echo(runner, 2));
      await runner.close();
      expect(await running).toBe('INTERRUPTED');
      expect(await waiting).toBe('INTERRUPTED');
      expect(await codeOf(echo(runner, 3))).toBe('INTERRUPTED');
      await runner.close();
    });

    test('answers every job, whatever fails, waits and is aborted around it', async () => {
      const runner = open({ waitingMax: 50 });
      const step = fc.record({
        kind: fc.constantFrom('echo', 'failing', 'steps'),
        aborted: fc.constantFrom('never', 'never', 'waiting', 'running'),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
          const jobs = steps.map(({ kind, aborted }, mark) => {
            const aborting = new AbortController();
            const control = {
              signal: aborting.signal,
              onProgress: () => {
                if (aborted === 'running') aborting.abort();
              },
            };
            const job =
              kind === 'echo'
                ? runner.run('echo', triangle(), { mark }, control)
                : kind === 'failing'
                  ? runner.run('failing', triangle(), { kind: 'anel' }, control)
                  : runner.run('steps', triangle(), { steps: 3 }, control);
            // The first job does not wait.
            if (aborted === 'waiting' && mark > 0) aborting.abort();
            return codeOf(job);
          });
          const expected = steps.map(({ kind, aborted }, mark) => {
            if (aborted === 'waiting' && mark > 0) return 'INTERRUPTED';
            if (kind === 'failing') return 'INPUT_INVALID';
            // A worker may have counted to the end before the listener heard of the first step.
            return kind === 'steps' && aborted === 'running'
              ? expect.stringMatching(/INTERRUPTED|done/)
              : 'done';
          });
          expect(await Promise.all(jobs)).toEqual(expected);
        }),
        { numRuns: 40 },
      );
    });
  });
}
