export interface SkippedTest {
  /** File, groups and title. */
  readonly name: string;
  /** What the test said, empty when it said nothing. */
  readonly reason: string;
}

/** What a machine may lack even with CI=true, by how the test calls it, and why. */
const mayLack: readonly { readonly called: RegExp; readonly why: string }[] = [
  {
    called: /ibm-aml-unlabelled|amlsim-20k|paysim-12651|bitcoin-otc|shared\/data/,
    why: 'the public data files in ../shared/data are not part of the repository',
  },
  { called: /not root/, why: 'it needs another user' },
];

/** The skipped tests that a run with CI=true has to count as failures. */
export function skipsThatFail(skipped: readonly SkippedTest[]): SkippedTest[] {
  return skipped.filter((test) => excuseOf(test) === undefined);
}

/** A skipped test as one line, with the reason where one is known. */
export function skippedLine(test: SkippedTest): string {
  const reason = test.reason === '' ? excuseOf(test)?.why : test.reason;
  return `skipped: ${test.name}${reason === undefined ? '' : `: ${reason}`}`;
}

function excuseOf({ name, reason }: SkippedTest) {
  return mayLack.find(({ called }) => called.test(`${name} ${reason}`));
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
