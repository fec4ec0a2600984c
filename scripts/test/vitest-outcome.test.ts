import { describe, expect, it } from 'vitest';
import { readVitestOutcome, type VitestReport } from './vitest-outcome.ts';

const report = (status: string, ...statuses: string[]): VitestReport => ({
  testResults: [
    {
      name: '/a.test.ts',
      status,
      assertionResults: statuses.map((each, index) => ({ status: each, fullName: `test ${index}` })),
    },
  ],
});

describe('readVitestOutcome', () => {
  it('counts what passed and failed, and names what was skipped for whatever reason', () => {
    const outcome = readVitestOutcome(
      report('failed', 'passed', 'failed', 'skipped', 'todo', 'pending', 'passed'),
      1,
    );
    expect(outcome).toEqual({ passed: 2, failed: 1, skipped: ['test 2', 'test 3', 'test 4'] });
  });

  it('counts a file that could not be loaded as one failure', () => {
    expect(readVitestOutcome(report('failed'), 1)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('counts a file whose hook failed after its tests passed', () => {
    expect(readVitestOutcome(report('failed', 'passed'), 1)).toMatchObject({ passed: 1, failed: 1 });
  });

  it('does not pass when vitest failed outside of all tests', () => {
    expect(readVitestOutcome(report('passed', 'passed'), 1)).toMatchObject({ passed: 1, failed: 1 });
  });
});
