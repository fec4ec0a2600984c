import type { Reporter, TestCase } from 'vitest/node';

/**
 * Names the tests that failed and passed when they were run again, with why they failed: each is a race to be found, in
 * the test or in what it tests.
 */
export default class SecondAttempts implements Reporter {
  readonly #tests: TestCase[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) this.#tests.push(test);
  }

  onTestRunEnd(): void {
    if (this.#tests.length === 0) return;
    console.log('\nPASSED ONLY WHEN RUN AGAIN:');
    for (const test of this.#tests) {
      const why = test.result().errors?.map(({ message }) => message.split('\n')[0]) ?? [];
      console.log(`  - ${test.module.relativeModuleId}: ${test.fullName}: ${why.join('; ')}`);
    }
  }
}
