export interface SkippedTest {
  /** File, groups and title. */
  readonly name: string;
  /** What the test said, empty when it said nothing. */
  readonly reason: string;
}

/** What a machine may lack even with CI=true: data that cannot be published with the code, and servers that the run does not start. */
const mayLack = /shared[/ ]data|ANEL_TEST_(?!POSTGRES)\w+|not root/i;

/** The skipped tests that a run with CI=true has to count as failures. */
export function skipsThatFail(skipped: readonly SkippedTest[]): SkippedTest[] {
  return skipped.filter(({ name, reason }) => !mayLack.test(`${name} ${reason}`));
}

/** The counts as one line; the part on skipped tests is there when there are any. */
export function plainSummary(counts: {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}): string {
  const { passed, failed, skipped } = counts;
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}
