import { expect, it } from 'vitest';
import { plainSummary, skipsThatFail } from './summarise-tests.ts';

it('counts in one plain line', () => {
  expect(plainSummary({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  expect(plainSummary({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
});

it('excuses only what a machine may lack', () => {
  const data = { name: 'a.test.ts > loads x.csv', reason: '../shared/data is not here' };
  const server = { name: 'a.test.ts > needs ANEL_TEST_NEO4J_URL', reason: '' };
  const postgres = { name: 'a.test.ts > needs ANEL_TEST_POSTGRES_URL', reason: '' };
  const forgotten = { name: 'a.test.ts > works', reason: '' };
  expect(skipsThatFail([data, server, postgres, forgotten])).toEqual([postgres, forgotten]);
});
