import type { ShippedRunner } from '../../algorithms/worker/open-runner.ts';
import type { StructureParts } from './structure.ts';

type Runner = StructureParts['runner'];

/** A runner as slow as its caller likes: what it computed is answered after as many turns of the event loop as `turns` says each time. */
export function slowRunner(runner: Runner, turns: () => number): Runner {
  const run: ShippedRunner['run'] = async (...job) => {
    const result = await runner.run(...job);
    for (let left = turns(); left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
    return result;
  };
  return { run };
}

/** A runner that answers nothing before `open` is called. */
export function gatedRunner(runner: Runner): { readonly runner: Runner; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const run: ShippedRunner['run'] = async (...job) => {
    const result = await runner.run(...job);
    await opened;
    return result;
  };
  return { runner: { run }, open: () => open() };
}

/** A runner that fails with these errors first. */
export function failingRunner(runner: Runner, errors: readonly Error[]): Runner {
  const left = [...errors];
  const run: ShippedRunner['run'] = async (...job) => {
    const error = left.shift();
    if (error !== undefined) throw error;
    return runner.run(...job);
  };
  return { run };
}
