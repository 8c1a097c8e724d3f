import { expect, it } from 'vitest';
import { plainSummary, skippedLine, skipsThatFail } from './summarise-tests.ts';

it('counts in one plain line', () => {
  expect(plainSummary({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  expect(plainSummary({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
});

it('excuses only what a machine may lack, a server not among it', () => {
  const data = { name: 'a.test.ts > loads paysim-12651.csv.gz', reason: '' };
  const server = { name: 'a.test.ts > needs ANEL_TEST_NEO4J_URL', reason: '' };
  const forgotten = { name: 'a.test.ts > works', reason: '' };
  expect(skipsThatFail([data, server, forgotten])).toEqual([server, forgotten]);
});

it('says why', () => {
  expect(skippedLine({ name: 'a.test.ts > b', reason: 'no browser' })).toBe(
    'skipped: a.test.ts > b: no browser',
  );
  expect(skippedLine({ name: 'a.test.ts > paysim-12651.csv.gz', reason: '' })).toContain('../shared/data');
  expect(skippedLine({ name: 'a.test.ts > b', reason: '' })).toBe('skipped: a.test.ts > b');
});
