import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { plainSummary, type SkippedTest, skippedLine, skipsThatFail } from './summarise-tests.ts';

/**
 * Prints what was skipped and why after a run, then one plain line with the counts. With CI=true a skip for want of
 * something that the run should have brought along is a failure.
 */
export class TestReport implements Reporter {
  readonly #print: (line: string) => void;

  constructor(print: (line: string) => void = (line) => process.stdout.write(`${line}\n`)) {
    this.#print = print;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const skipped = tests.filter((test) => test.result().state === 'skipped').map(skippedTest);
    const refused = process.env.CI === 'true' ? skipsThatFail(skipped) : [];
    for (const test of skipped) this.#print(skippedLine(test));
    for (const { name } of refused) this.#print(`not allowed to be skipped with CI=true: ${name}`);
    if (refused.length > 0) process.exitCode = 1;
    const broken = modules.filter((module) => module.errors().length > 0).length + unhandledErrors.length;
    const failed = tests.filter((test) => test.result().state === 'failed').length;
    const passed = tests.filter((test) => test.result().state === 'passed').length;
    this.#print(
      plainSummary({
        passed,
        failed: failed + broken + refused.length,
        skipped: skipped.length - refused.length,
      }),
    );
  }
}

function skippedTest(test: TestCase): SkippedTest {
  const result = test.result();
  const reason = result.state === 'skipped' ? (result.note ?? '') : '';
  return { name: `${test.module.relativeModuleId} > ${test.fullName}`, reason };
}
