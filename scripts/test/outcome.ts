/** What one step of `pnpm test` came to. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** Full names of the tests that were not run. */
  readonly skipped: readonly string[];
}

/** Adds outcomes up. */
export function addOutcomes(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
    failed: outcomes.reduce((sum, { failed }) => sum + failed, 0),
    skipped: outcomes.flatMap(({ skipped }) => skipped),
  };
}

/** The last line of `pnpm test`, for people and programs: `12 passed, 0 failed` or `12 passed, 0 failed, 1 skipped`. */
export function describeOutcome({ passed, failed, skipped }: Outcome): string {
  const line = `${passed} passed, ${failed} failed`;
  return skipped.length === 0 ? line : `${line}, ${skipped.length} skipped`;
}
