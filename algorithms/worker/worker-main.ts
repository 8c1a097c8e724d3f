// The program of the worker thread: runs one kernel after the other and answers each. See `WorkerExecutor`.
import { parentPort, workerData } from 'node:worker_threads';
import { present } from '../../base/assert.ts';
import type { RunControl } from '../run-control.ts';
import type { KernelTable } from './kernel.ts';
import type { JobMessage, WorkerData, WorkerMessage } from './messages.ts';
import { movedBuffers } from './moved-buffers.ts';
import { packError } from './packed-error.ts';

const port = present(parentPort, 'port of the worker');
const { kernelsUrl } = workerData as WorkerData;
const { kernels } = (await import(kernelsUrl)) as { readonly kernels: KernelTable };

const answer = (message: WorkerMessage, buffers: ArrayBuffer[] = []) => port.postMessage(message, buffers);

function controlOf({ abort, wantsProgress }: JobMessage): RunControl {
  const signal = {
    get aborted() {
      return Atomics.load(abort, 0) === 1;
    },
  };
  if (!wantsProgress) return { signal };
  return { signal, onProgress: (step, share) => answer({ kind: 'progress', step, share }) };
}

function run(message: JobMessage): void {
  const kernel = present(kernels[message.kernel], `kernel "${message.kernel}"`);
  const result = kernel.run(message.graph as never, message.settings as never, controlOf(message));
  answer({ kind: 'done', result }, typeof result === 'object' && result !== null ? movedBuffers(result) : []);
}

port.on('message', (message: JobMessage) => {
  try {
    run(message);
  } catch (error) {
    answer({ kind: 'failed', error: packError(error) });
  }
});
