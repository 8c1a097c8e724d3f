import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { isAnelError } from '../base/errors.ts';
import type { Csr } from '../graph/csr.ts';
import type { RunControl } from './run-control.ts';

/** What a caller may rely on when it follows or ends a run on `csr`, which is to be large enough for `reports`. */
export function describeRunControl(
  step: string,
  csr: Csr,
  run: (csr: Csr, control: RunControl) => unknown,
  { reports = 2 } = {},
): void {
  describe(`${step}: run control`, () => {
    test('reports its name and a share that never falls, and gives the same result', () => {
      const shares: number[] = [];
      const steps = new Set<string>();
      const onProgress = (name: string, share: number): void => {
        steps.add(name);
        shares.push(share);
      };
      const followed = run(csr, { onProgress });
      expect([...steps]).toEqual([step]);
      expect(shares.length).toBeGreaterThanOrEqual(reports);
      expect(shares).toEqual([...shares].sort((left, right) => left - right));
      expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
      expect(isDeepStrictEqual(run(csr, {}), followed)).toBe(true);
    });

    test('ends when the signal was aborted before, and when progress aborts it', () => {
      expect(() => run(csr, { signal: AbortSignal.abort() })).toThrow(`"${step}" was interrupted`);
      const controller = new AbortController();
      let calls = 0;
      const onProgress = (): void => {
        calls += 1;
        if (calls === reports) controller.abort();
      };
      let thrown: unknown;
      try {
        run(csr, { onProgress, signal: controller.signal });
      } catch (error) {
        thrown = error;
      }
      expect(isAnelError(thrown, 'INTERRUPTED')).toBe(true);
      expect(calls).toBe(reports);
    });
  });
}
