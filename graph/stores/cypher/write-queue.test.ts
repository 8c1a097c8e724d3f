import { expect, test } from 'vitest';
import { WriteQueue } from './write-queue.ts';

test('tasks run one after the other, in order, and a failure does not stop the next', async () => {
  const queue = new WriteQueue();
  const trace: string[] = [];
  const task = (name: string, fails = false) =>
    queue.run(async () => {
      trace.push(`${name} starts`);
      await new Promise(setImmediate);
      trace.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const results = await Promise.allSettled([task('a'), task('b', true), task('c')]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(trace).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends']);
});
