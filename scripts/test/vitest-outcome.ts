import type { Outcome } from './outcome.ts';

/** The parts of vitest's JSON report that are read here (its json reporter follows Jest's format). */
export interface VitestReport {
  readonly testResults: readonly {
    /** Absolute path of the test file. */
    readonly name: string;
    readonly status: string;
    /** Epoch ms. */
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** The test files that took longest, from `leastMs` on, the slowest first: where to look when the tests take too long. */
export function slowestFiles(
  { testResults }: VitestReport,
  leastMs: number,
): readonly { readonly name: string; readonly ms: number }[] {
  return testResults
    .map(({ name, startTime, endTime }) => ({ name, ms: endTime - startTime }))
    .filter(({ ms }) => ms >= leastMs)
    .sort((a, b) => b.ms - a.ms);
}

/**
 * Counts vitest's report. A file that could not even be loaded has no tests to fail, and counts as one failure itself;
 * so does an exit code that says "failed" where no test did (an error outside of all tests).
 */
export function readVitestOutcome(report: VitestReport, exitCode: number): Outcome {
  let passed = 0;
  let failed = 0;
  const skipped: string[] = [];
  for (const file of report.testResults) {
    const failedBefore = failed;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') passed += 1;
      else if (test.status === 'failed') failed += 1;
      else skipped.push(test.fullName);
    }
    if (file.status === 'failed' && failed === failedBefore) failed += 1;
  }
  if (exitCode !== 0 && failed === 0) failed = 1;
  return { passed, failed, skipped };
}
