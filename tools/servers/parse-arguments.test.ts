import { expect, it } from 'vitest';
import { parseServersArguments } from './parse-arguments.ts';
import { serverNames } from './test-server.ts';

it('reads what to start, where, and what to run', () => {
  expect(parseServersArguments(['up'])).toEqual({ names: serverNames, folder: null, command: null });
  expect(
    parseServersArguments([
      'run',
      '--only',
      'redis,kafka',
      '--folder',
      '/a',
      '--',
      'vitest',
      'run',
      '--only',
    ]),
  ).toEqual({ names: ['kafka', 'redis'], folder: '/a', command: ['vitest', 'run', '--only'] });
});

it.each([
  [[]],
  [['down']],
  [['run']],
  [['run', '--']],
  [['up', '--', 'true']],
  [['up', '--only']],
  [['up', '--only', 'redis,mysql']],
  [['up', '--only', '']],
  [['up', '--folders', 'x']],
])('does not understand %j', (args) => {
  expect(parseServersArguments(args)).toBeNull();
});
