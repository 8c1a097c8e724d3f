import { expect, test } from 'vitest';
import { AnelError } from '../../base/errors.ts';
import { failureOf } from './failure.ts';

test.each([
  [new AnelError('USAGE', 'no\nsecond line'), 'anel: USAGE: no', true],
  [new AnelError('PORT_TAKEN', 'listen on 1: taken'), 'anel: PORT_TAKEN: listen on 1: taken', false],
  [new TypeError('x is undefined\nat y'), 'anel: INTERNAL: x is undefined; please report it', false],
  ['thrown text', 'anel: INTERNAL: thrown text; please report it', false],
])('%s is one line', (error, line, isUsage) => {
  expect(failureOf(error)).toEqual({ line, isUsage });
});
