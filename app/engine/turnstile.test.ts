import { expect, test } from 'vitest';
import { Turnstile } from './turnstile.ts';

test('tasks run one at a time, in the order in which they came', async () => {
  const turnstile = new Turnstile();
  const log: string[] = [];
  let inside = 0;
  const task = (name: string, turns: number) => async () => {
    inside += 1;
    expect(inside).toBe(1);
    for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
    inside -= 1;
    log.push(name);
    return name;
  };
  const answers = await Promise.all([
    turnstile.run(task('a', 5)),
    turnstile.run(task('b', 0)),
    turnstile.run(task('c', 2)),
  ]);
  expect(answers).toEqual(['a', 'b', 'c']);
  expect(log).toEqual(answers);
});

test('a task that fails tells its caller alone; idle waits for all', async () => {
  const turnstile = new Turnstile();
  let done = false;
  const failed = turnstile.run(() => Promise.reject(new Error('no')));
  void turnstile.run(async () => {
    await new Promise(setImmediate);
    done = true;
  });
  await expect(failed).rejects.toThrow('no');
  await turnstile.idle();
  expect(done).toBe(true);
});
