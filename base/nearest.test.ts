import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test.each([
  ['serve', ['score', 'serve'], 'serve'],
  ['sevre', ['score', 'serve'], 'serve'],
  ['SERVE', ['score', 'serve'], 'serve'],
  ['batchMaximum', ['batchMin', 'batchMax'], 'batchMax'],
  ['ab', ['aa', 'bb'], 'aa'],
  ['something', ['else', 'entirely'], null],
  ['x', [], null],
])('nearest to %s among %j is %j', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected);
});
