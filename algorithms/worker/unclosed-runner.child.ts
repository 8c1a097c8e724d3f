// A program that uses a runner and does not close it: it must still end by itself, after the result.
import { csrFromEdges } from '../csr.ts';
import { openWorkerRunner } from './open-runner.ts';

const runner = openWorkerRunner({ memoryMaxMiB: 64, waitingMax: 1 });
const graph = csrFromEdges(3, Int32Array.of(0), Int32Array.of(1), Float64Array.of(1));
const { count } = await runner.run('components', graph, {});
process.stdout.write(`components ${count}\n`);
